using System.Globalization;

namespace Hourglass.Training;

/// <summary>An optimizer: its word in the language, its settings, and its arithmetic.</summary>
/// <param name="Name">Its word in the language, such as <c>adam</c>.</param>
/// <param name="LearningRate">The learning rate before any schedule.</param>
/// <param name="Settings">Its other settings, in the order of the language's signature.</param>
/// <param name="Slots">
/// What it keeps for each parameter, under PyTorch's names: a tensor of the parameter's shape, but for <c>step</c>, which counts steps.
/// </param>
/// <param name="Script">A TorchScript function <c>update(parameters, gradients, …slots, learning_rate)</c>; all but the learning rate are
/// lists of tensors, with an element for each parameter or one for all.
/// </param>
public sealed partial record OptimizerPlan(
    string Name,
    double LearningRate,
    IReadOnlyList<OptimizerSetting> Settings,
    IReadOnlyList<string> Slots,
    string Script)
{
    /// <summary>Numbers that it keeps for each parameter.</summary>
    internal int NumbersKept => Slots.Count(slot => slot != StepSlot);

    /// <summary>The slot that counts steps.</summary>
    internal const string StepSlot = "step";

    /// <summary>The optimizer in the language's words; settings that have their defaults are left out.</summary>
    public override string ToString()
    {
        var given = Settings.Where(setting => setting.Value != setting.Default).Select(setting => $"{setting.Name}: {Text(setting.Value)}");
        return $"{Name}({string.Join(", ", given.Prepend(Text(LearningRate)))})";
    }

    /// <summary>A setting's value.</summary>
    internal double Setting(string name) => Settings.First(setting => setting.Name == name).Value;

    private static OptimizerPlan Of(
        string name,
        double rate,
        IReadOnlyList<OptimizerSetting> settings,
        IReadOnlyList<string> slots,
        IReadOnlyList<string> script) => new(name, rate, settings, slots, string.Join('\n', script));

    /// <summary>A number as TorchScript reads it: with a fraction or an exponent.</summary>
    private static string Literal(double number)
    {
        var text = Text(number).Replace("E", "e", StringComparison.Ordinal).Replace("e+", "e", StringComparison.Ordinal);
        text = text.Replace("e-0", "e-", StringComparison.Ordinal).Replace("e0", "e", StringComparison.Ordinal);
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }

    /// <summary>A number above 0.</summary>
    private static double Positive(string name, double value) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A finite number above 0 is expected.");

    /// <summary>Any number.</summary>
    private static double Number(string name, double value) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A finite number is expected.");

    /// <summary>A number from 0 up to below 1.</summary>
    private static double Fraction(string name, double value) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A number from 0 up to below 1 is expected.");

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A setting of an optimizer.</summary>
/// <param name="Name">Its name in the language, such as <c>beta1</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Default">What it is where the language's text does not say.</param>
public sealed record OptimizerSetting(string Name, double Value, double Default);
