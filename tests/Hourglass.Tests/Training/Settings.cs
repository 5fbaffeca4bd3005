using Hourglass.Training;

namespace Hourglass.Tests.Training;

/// <summary>Plans as the language writes them, by way of the compiler.</summary>
internal static class Settings
{
    /// <summary>The plan of a text such as <c>schedule: cosine batch: 8</c>.</summary>
    public static TrainingPlan Plan(string settings)
    {
        using var model = TextModel.Create(
            "model Plain { data x: real[2] encode h = x -> dense(1) decode y = h -> dense(2) minimize mse(y, x) "
            + $"train {{ {settings} }} }}");
        return model.Description.Plan;
    }
}
