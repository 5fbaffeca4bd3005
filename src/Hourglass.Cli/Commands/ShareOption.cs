using System.CommandLine;
using System.Globalization;

namespace Hourglass.Cli.Commands;

/// <summary>Options of a share of examples.</summary>
internal static class ShareOption
{
    /// <summary>A share above 0 and below 1, which may be left out.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it says.</param>
    public static Option<double?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        CustomParser = result =>
        {
            if (Parse(result.Tokens[0].Value) is { } share)
            {
                return share;
            }

            result.AddError($"{name} takes a share above 0 and below 1, such as 0.1; found '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    /// <summary>The share that a word is; null where it is none.</summary>
    public static double? Parse(string word) =>
        double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and < 1
            ? share
            : null;
}
