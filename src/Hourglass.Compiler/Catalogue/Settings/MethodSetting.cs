using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>method</c>.</summary>
internal sealed class MethodSetting : SettingEntry
{
    public override string Name => "method";
    public override string Summary => "How the parameters are moved.";
    public override string Default => "backprop";
    public override string Expectation => "a method such as `backprop`";
    internal override string Advice => $"the methods are {NameErrors.Quoted(Vocabulary.Methods.Keys)}";

    internal override void Bind(SettingBinding at)
    {
        if (at.Entry("method", Vocabulary.Methods) is var (method, arguments))
        {
            at.Phase = at.Phase with { Method = new BoundMethod(method, arguments) };
        }
    }
}
