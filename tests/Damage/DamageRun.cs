using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hourglass.Damage;

/// <summary>What came of resuming from a damaged checkpoint.</summary>
internal enum DamageOutcome
{
    /// <summary>Refused as damaged.</summary>
    Damaged,

    /// <summary>Refused as another training's.</summary>
    OtherTraining,

    /// <summary>Refused with another clear message: a file that is missing, another version.</summary>
    Refused,

    /// <summary>It is still a possible checkpoint, and training went on; from numbers that are absurd, until it said so itself.</summary>
    WentOn,

    /// <summary>
    /// None of these: an unclear message, another exit code, or a checkpoint that no training leaves behind was taken for one.
    /// </summary>
    Wrong,

    /// <summary>The process ended.</summary>
    Aborted,
}

/// <summary>A numbered damage with what came of it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind">Its kind's name.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Message">What was said.</param>
internal sealed record DamageResult(int Number, string Kind, DamageOutcome Outcome, string Message);

/// <summary>Damages copies of a run's folder and resumes from them.</summary>
internal static partial class DamageRun
{
    /// <summary>The damages <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> - 1, one at a time.</summary>
    /// <param name="whole">A run with a checkpoint within an epoch, from which the training can go on.</param>
    /// <param name="seed">Of the damage.</param>
    /// <param name="first">The first one's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="resume">Resumes from a run's folder: the exit code, and what the error stream has.</param>
    public static IEnumerable<DamageResult> Run(
        Checkpoint whole, int seed, int first, int count, Func<string, (int Code, string Error)> resume)
    {
        var before = JsonNode.Parse(whole.Text)!;
        for (var number = first; number < first + count; number++)
        {
            var folder = Directory.CreateTempSubdirectory("damage-").FullName;
            try
            {
                var (kind, random) = DamageKind.Of(seed, number);
                var copy = whole.CopyTo(folder);
                kind.Apply(random, copy);
                var mayGoOn = !kind.MustRefuse && (IsSealed(before, copy.Text) || IsSame(before, copy.Text));
                var (code, error) = resume(folder);
                yield return new DamageResult(number, kind.Name, Judge(code, error, mayGoOn), error.Trim());
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Clear is one line that names the checkpoint, and nothing of exceptions, stacks or libtorch.</summary>
    private static DamageOutcome Judge(int code, string error, bool mayGoOn)
    {
        if (code == 0 && error.Length == 0)
        {
            return mayGoOn ? DamageOutcome.WentOn : DamageOutcome.Wrong;
        }

        if (code != 1 || !OneLine().IsMatch(error) || Unclear().IsMatch(error))
        {
            return DamageOutcome.Wrong;
        }

        if (!Clear().IsMatch(error))
        {
            return mayGoOn ? DamageOutcome.WentOn : DamageOutcome.Wrong;
        }

        return error.Contains("' is damaged: ", StringComparison.Ordinal) ? DamageOutcome.Damaged
            : error.Contains("belongs to another training: ", StringComparison.Ordinal) ? DamageOutcome.OtherTraining
            : DamageOutcome.Refused;
    }

    /// <summary>Somebody took pains to make the digest fit.</summary>
    private static bool IsSealed(JsonNode before, string after) =>
        Parse(after)?["sha256"] is { } seal && !JsonNode.DeepEquals(seal, before["sha256"]);

    /// <summary>Another spacing, or the same number in other digits.</summary>
    private static bool IsSame(JsonNode before, string after) => JsonNode.DeepEquals(before, Parse(after));

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\Aerror: [^\n]*\.\n\z")]
    private static partial Regex OneLine();

    [GeneratedRegex("^error: (The checkpoint in '|The file '|There is no checkpoint )")]
    private static partial Regex Clear();

    [GeneratedRegex(@"Exception\b|   at |frame #|\bc10::|\btorch::|AE9001|\bSystem\.")]
    private static partial Regex Unclear();
}
