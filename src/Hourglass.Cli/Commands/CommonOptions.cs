using System.CommandLine;
using System.Text.RegularExpressions;

namespace Hourglass.Cli.Commands;

/// <summary>Options of several commands.</summary>
internal static partial class CommonOptions
{
    /// <summary>Where imports may lie.</summary>
    public static Option<string?> Root()
    {
        var root = new Option<string?>("--root")
        {
            Description = "A folder that imports may lie in, besides that of the nearest .csproj, .sln or .git above the file (without "
                + "any, the file's own).",
            HelpName = "FOLDER",
        };
        root.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } folder && !Directory.Exists(folder))
            {
                result.AddError($"--root takes a folder that there is, found '{folder}'.");
            }
        });
        return root;
    }

    /// <summary>Numbers in place of those in the file.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "Another number for a constant of the file or a parameter of the model; may be given several times.",
        HelpName = "const=value",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Names, several of them separated by commas in one word.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<string> words) =>
        [.. words.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>Where to compute.</summary>
    public static Option<string?> Device()
    {
        var device = new Option<string?>("--device")
        {
            Description = "Where to compute instead of the processor; cuda needs a libtorch that is built for it.",
            HelpName = "cpu|cuda|cuda:N",
        };
        device.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !DeviceWord().IsMatch(text))
            {
                result.AddError($"--device takes cpu, cuda or cuda:N (the number of one of several), found '{text}'.");
            }
        });
        return device;
    }

    [GeneratedRegex("^(cpu|cuda(:[0-9]{1,3})?)$")]
    private static partial Regex DeviceWord();

    /// <summary>Another seed.</summary>
    public static Option<int?> Seed() => Number("--seed", "The seed of every draw instead of the model's own.", int.MinValue);

    /// <summary>A whole number, which may be left out.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it says.</param>
    /// <param name="least">The least that it may be; the least of all for any.</param>
    public static Option<int?> Number(string name, string description, int least)
    {
        var option = new Option<int?>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (!int.TryParse(
                    text,
                    System.Globalization.NumberStyles.AllowLeadingSign,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var value)
                    || value < least)
                {
                    var expected = least == int.MinValue
                        ? "a whole number"
                        : FormattableString.Invariant($"a whole number from {least} upwards");
                    result.AddError($"{name} takes {expected}, found '{text}'.");
                    return null;
                }

                return value;
            },
        };
        return option;
    }
}
