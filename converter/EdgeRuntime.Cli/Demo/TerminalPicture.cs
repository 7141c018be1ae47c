using System.Text;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Cli.Demo;

/// <summary>Draws pictures with characters, two rows of pixels a line.</summary>
public static class TerminalPicture
{
    private const string Shades = " .:-=+*#%@";

    /// <summary>Spectre markup: upper half blocks in the colour of one row on the colour of the next.</summary>
    public static string Colours(Image image)
    {
        Image rgb = image.ToRgb();
        StringBuilder text = new();
        for (int y = 0; y < rgb.Height; y += 2)
        {
            for (int x = 0; x < rgb.Width; x++)
                text.Append('[').Append(Colour(rgb, x, y)).Append(" on ").Append(Colour(rgb, x, y + 1)).Append("]▀[/]");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Plain text: darker characters for lighter pixels.</summary>
    public static string Characters(Image image)
    {
        Image gray = image.ToGray();
        StringBuilder text = new();
        for (int y = 0; y < gray.Height; y += 2)
        {
            for (int x = 0; x < gray.Width; x++)
            {
                int upper = gray.Pixels[y * gray.Width + x], lower = y + 1 < gray.Height ? gray.Pixels[(y + 1) * gray.Width + x] : upper;
                text.Append(Shades[(upper + lower) * Shades.Length / 512]);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Colour(Image rgb, int x, int y)
    {
        if (y >= rgb.Height) return "default";
        int at = (y * rgb.Width + x) * 3;
        return $"rgb({rgb.Pixels[at]},{rgb.Pixels[at + 1]},{rgb.Pixels[at + 2]})";
    }
}
