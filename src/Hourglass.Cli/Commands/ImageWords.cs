using System.CommandLine;
using System.Globalization;
using Hourglass.Datasets;

namespace Hourglass.Cli.Commands;

/// <summary>The options by which commands are told how pictures are read.</summary>
internal sealed class ImageWords
{
    private readonly Option<(int Height, int Width)?> _size = new("--image-size")
    {
        Description = "The size of all pictures of a folder [default: their own, where all have one].",
        HelpName = "HEIGHTxWIDTH",
        CustomParser = result =>
        {
            var word = result.Tokens[0].Value;
            if (word.Split('x') is [var first, var second] && Pixels(first) is { } height && Pixels(second) is { } width)
            {
                return (height, width);
            }

            result.AddError($"--image-size takes a height and a width in pixels, such as 64x48; found '{word}'.");
            return null;
        },
    };

    private readonly Option<string?> _fit = new("--image-fit")
    {
        Description = "How pictures of other proportions get there: both sides scaled, or cut around the middle [default: stretch].",
        HelpName = "stretch|crop",
    };

    private readonly Option<string?> _channels = new("--image-channels")
    {
        Description = "Grey values or colours [default: grey, where all pictures are].",
        HelpName = "grey|rgb",
    };

    /// <summary>Makes the options.</summary>
    public ImageWords()
    {
        _fit.AcceptOnlyFromAmong("stretch", "crop");
        _channels.AcceptOnlyFromAmong("grey", "rgb");
    }

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_size, _fit, _channels];

    /// <summary>What they say.</summary>
    public ImageOptions Read(ParseResult parsed) => new()
    {
        Height = parsed.GetValue(_size)?.Height,
        Width = parsed.GetValue(_size)?.Width,
        Fit = parsed.GetValue(_fit) == "crop" ? ImageFit.Crop : ImageFit.Stretch,
        Channels = parsed.GetValue(_channels) switch { "grey" => 1, "rgb" => 3, _ => null },
    };

    private static int? Pixels(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels > 0 ? pixels : null;
}
