using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Catalogue.Methods;

/// <summary>The method <c>coordinate_ascent</c>.</summary>
internal sealed class CoordinateAscent : MethodEntry
{
    private static readonly string[] Settings = ["method", "epochs", "batch", "minimize"];

    public override string Name => "coordinate_ascent";

    public override string Summary =>
        "Moves every factor of a mixture's posterior to where the bound is highest, one after the other, once an epoch over all examples; "
        + "the bound never falls. For a code of `mean_field`, whose components begin as the clusters of k-means.";

    public override string Source => "Bishop (2006), section 10.2";

    internal override IReadOnlyList<PhaseDraft>? Bind(MethodBinding at)
    {
        if (at.Settings.FirstOrDefault(IsOther) is not { } other)
        {
            return [at.Draft];
        }

        at.Report(TrainingErrors.BesideMethod(at.Draft.Span, Name, other));
        return null;
    }

    private static bool IsOther(string setting) =>
        Vocabulary.Settings.TryGetValue(setting, out var entry) && !entry.IsOfWhole && !Settings.Contains(setting);
}
