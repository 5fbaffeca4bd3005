namespace Anomalies;

/// <summary>Lines of figures, in per cent.</summary>
internal static class Figures
{
    /// <summary>The heads of the columns.</summary>
    public static void Head(string what, Judgement first) => Console.WriteLine(
        $"{what,-20}{"AUROC",8}{"AP",8}{"F1",8}{string.Concat(first.Parts.Keys.Select(name => $"{name,12}"))}{"seconds",10}");

    /// <summary>A line of means.</summary>
    public static void Line(string name, IReadOnlyList<Judgement> of) => Console.WriteLine(FormattableString.Invariant(
        $"{name,-20}{100 * of.Average(j => j.Area),8:0.0}{100 * of.Average(j => j.Precision),8:0.0}{100 * of.Average(j => j.F1),8:0.0}")
        + string.Concat(of[0].Parts.Keys.Select(part => FormattableString.Invariant($"{100 * of.Average(j => j.Parts[part]),12:0.0}")))
        + FormattableString.Invariant($"{of.Sum(j => j.Seconds),10:0}"));
}
