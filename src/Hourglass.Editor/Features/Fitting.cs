using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Editor.Features;

/// <summary>A word that the binder takes at a place.</summary>
/// <param name="Entry">The word.</param>
/// <param name="Shape">The shape that would come out, in brackets; null where that depends on arguments, or is not known.</param>
/// <param name="Signature">What it takes there.</param>
internal sealed record Fit(CatalogueEntry Entry, string? Shape, Signature Signature);

/// <summary>
/// The stages and distributions that fit at a place: each is bound there with the smallest arguments that it takes. What the binder said
/// of a place is kept, as it is asked of again with every letter.
/// </summary>
internal sealed class Fitting
{
    private const int Most = 256;
    private readonly Dictionary<string, IReadOnlyList<Fit>> _known = new(StringComparer.Ordinal);

    /// <summary>What fits; all words where nothing is known of the place.</summary>
    /// <param name="trial">The model with the place, or null.</param>
    /// <param name="note">What the binder noted there, or null.</param>
    /// <param name="isRandom">Whether a distribution may stand there.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    public IReadOnlyList<Fit> Of(Trial? trial, StageNote? note, bool isRandom, CancellationToken cancellation)
    {
        if (trial is null || note is null || note.Block is not null)
        {
            return
            [
                .. Vocabulary.Stages.Values.Select(entry => new Fit(entry, null, Sized(entry.Signature))),
                .. Vocabulary.Distributions.Values.Select(entry => new Fit(entry, null, entry.Signature)),
            ];
        }

        var key = $"{note.Input}|{note.Range}|{note.Layout}|{isRandom}|{trial.Before}";
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        var fits = new List<Fit>();
        var (variable, label) = trial.InReach;

        // The last stage of a random variable is looked at as its distribution alone.
        var behind = isRandom ? " -> relu" : "";
        foreach (var entry in Vocabulary.Stages.Values)
        {
            cancellation.ThrowIfCancellationRequested();
            var signature = Sized(entry.Signature);
            if (Samples.Smallest(signature, note.Input, variable, label) is { } arguments
                && trial.Try($"{entry.Name}{arguments}{(entry.TakesBody ? " { relu }" : "")}{behind}", cancellation).Stage
                    is { Output: { } output })
            {
                var depends = arguments.Any(char.IsAsciiDigit) && entry is not ActivationEntry;
                fits.Add(new Fit(entry, depends ? entry.ShapeRule.Split('→')[^1].Trim() : output.InBrackets(), signature));
            }
        }

        foreach (var entry in isRandom ? Vocabulary.Distributions.Values : [])
        {
            cancellation.ThrowIfCancellationRequested();
            var plain = Samples.Smallest(entry.Signature, note.Input, variable, label) ?? "";
            if (trial.Try(entry.Name + plain, cancellation).Distribution is { Bound: { } bound })
            {
                fits.Add(new Fit(entry, bound.Event.InBrackets(), entry.Signature));
            }
            else if (trial.Try(entry.Sized, cancellation).Distribution is { Bound: not null })
            {
                fits.Add(new Fit(entry, null, Sized(entry.Signature)));
            }
        }

        return _known[key] = fits;
    }

    /// <summary>A size that may be left out where data say it is written nevertheless.</summary>
    private static Signature Sized(Signature signature) => new(signature.Parameters
        .Select((parameter, i) => i == 0 && parameter is { Kind: ParameterKind.Size, NamedOnly: false }
            ? parameter with { Optional = false, Default = null }
            : parameter)
        .ToEquatable());
}
