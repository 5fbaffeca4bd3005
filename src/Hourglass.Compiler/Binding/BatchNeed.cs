using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Binding;

/// <summary>The fewest examples that a training step of a model can take, and the stage that it is due to.</summary>
/// <param name="Examples">How many.</param>
/// <param name="Stage">The stage's word.</param>
/// <param name="Place">Where it stands: <c>`encode z`, stage 2</c>.</param>
internal sealed record BatchNeed(int Examples, string Stage, string Place)
{
    /// <summary>The need of a model; null where a single example will do.</summary>
    public static BatchNeed? Of(BoundModel model) => model.Bindings
        .SelectMany(binding => binding.Stages.SelectMany((stage, i) => stage.WithBody.Select(inner => new BatchNeed(
            inner.Entry.LeastBatch(inner),
            inner.Entry.Name,
            $"`{AeKeywords.Of(binding.Role)} {binding.Name}`, stage {NumberText.Of(i + 1)}"))))
        .Where(need => need.Examples > 1)
        .OrderByDescending(need => need.Examples)
        .FirstOrDefault();
}
