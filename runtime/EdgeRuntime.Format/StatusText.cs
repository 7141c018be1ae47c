namespace EdgeRuntime.Format;

/// <summary>The sentence for each <see cref="Status"/>.</summary>
public static class StatusText
{
    /// <summary>What is wrong and what was found and expected, without the place.</summary>
    public static string Of(int status, int found, int expected) => status switch
    {
        Status.Ok => "no fault",
        Status.NotAModel => "the file does not begin with \"ERM\", so it is not an EdgeRuntime model",
        Status.UnknownVersion => $"the file has format version {found}, this reader knows version {expected}; convert the model again or update the reader",
        Status.WrongLength => $"the file has {found} bytes but says it should have {expected}; it was truncated or extended, copy it again",
        Status.WrongChecksum => $"the CRC-32C is {(uint)found:X8} but should be {(uint)expected:X8}; the file is damaged, copy it again",
        Status.Truncated => $"{found} bytes are left where {expected} are needed",
        Status.BadVarint => "an integer is not in its shortest 32-bit form",
        Status.LimitExceeded => $"{(uint)found} is above the limit of {expected}",
        Status.UnknownOp => $"operation {found} is not known to this version",
        Status.UnknownEncoding => $"encoding {found} is not known to this version",
        Status.UnknownCoding => $"coding {found} is not possible here (at most {expected})",
        Status.WrongRegister => $"register {found} does not exist or holds nothing yet ({expected} registers)",
        Status.WrongKind => $"element kind {found} stands where kind {expected} is needed",
        Status.WrongShape => $"a dimension is {found} where {expected} is needed",
        Status.ArenaOverflow => $"a tensor of {found} elements does not fit into its arena of {expected}",
        Status.ScratchOverflow => $"an operation needs {found} elements of scratch, the arena has {expected}",
        Status.WrongAttribute => $"an attribute is {found}, expected up to {expected}",
        Status.WrongEncoding => $"encoding {found} cannot be used here, expected {expected}",
        Status.BadStream => "a stream of weights does not decode to the number of values it should have",
        Status.BadIndex => "an index points outside its table",
        Status.TrailingBytes => $"{found} bytes follow the end of a section",
        Status.WrongFlags => $"flags {found} are not defined (at most {expected})",
        Status.BadText => "a text is not valid UTF-8 or not allowed here",
        Status.WrongCertificate => $"certificate entry {found} does not fit the model's inputs",
        Status.NotFinite => "a number is infinite or not a number",
        Status.BadHuffmanTable => "a Huffman table is not a complete prefix code",
        _ => $"fault {status}",
    };
}
