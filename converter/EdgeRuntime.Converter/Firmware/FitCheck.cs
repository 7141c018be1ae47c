using EdgeRuntime.Converter.Boards;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>Whether models fit into a board's flash and RAM, and if not, how much is missing.</summary>
public static class FitCheck
{
    /// <summary>What is known before anything is compiled: the models themselves and their working memory.</summary>
    /// <exception cref="ConversionException">That alone is too much.</exception>
    public static void Before(Board board, long modelBytes, long arenaBytes)
    {
        if (modelBytes > board.Flash.Bytes) throw TooSmall(board, true, modelBytes - board.Flash.Bytes);
        if (arenaBytes > board.Ram.Bytes) throw TooSmall(board, false, arenaBytes - board.Ram.Bytes);
    }

    /// <summary>The linked image.</summary>
    /// <exception cref="ConversionException">It does not fit.</exception>
    public static void After(FirmwareImage image)
    {
        if (image.RamBytes > image.Board.Ram.Bytes) throw TooSmall(image.Board, false, image.RamBytes - image.Board.Ram.Bytes);
    }

    /// <summary>The sentence for what does not fit.</summary>
    internal static ConversionException TooSmall(Board board, bool flash, long missing)
    {
        MemoryRegion region = flash ? board.Flash : board.Ram;
        string what = flash ? "compress it further or leave out the second slot" : "convert it with --small-memory, choose an int8 recipe, or a smaller input";
        return new ConversionException(System.FormattableString.Invariant(
            $"the model does not fit into {board.Id}: {region.Kind} has {region.Bytes} bytes, {missing} are missing; {what}"));
    }
}
