using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>validate</c>.</summary>
internal sealed class ValidateSetting : SettingEntry
{
    public override string Name => "validate";
    public override string Summary =>
        "The share of the training examples that are set aside, drawn by the seed: they do not train, and are evaluated behind each epoch, "
        + "with the weights that the terms come to have.";
    public override string Default => "none";
    public override string Expectation => "a number above 0 and below 1";
    public override bool IsOfWhole => true;
    internal override string Advice => "write `validate: 0.1`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Number(ParameterKind.Share) is { } share)
        {
            at.Training = at.Training with { Validate = share };
        }
    }
}
