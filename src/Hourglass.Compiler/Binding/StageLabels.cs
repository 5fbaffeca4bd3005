using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>The labels of stages, as one pipeline reads and writes them.</summary>
internal sealed class StageLabels(ModelScope model, Action<Diagnostic> report)
{
    /// <summary>The stage of a label; null after an error has been reported.</summary>
    public BoundStage? Find(string label, TextSpan span)
    {
        if (model.Labels.TryGetValue(label, out var stage))
        {
            return stage;
        }

        if (!model.BrokenLabels.Contains(label))
        {
            report(NameErrors.UnknownLabel(label, span, model.Labels.Keys));
            model.BrokenLabels.Add(label);
        }

        return null;
    }

    /// <summary>Gives a stage its label.</summary>
    /// <param name="label">The label.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="isShared">Whether the text may stand for several stages, of which the last has the label.</param>
    public void Define(Identifier label, BoundStage stage, bool isShared)
    {
        if (model.Labels.TryGetValue(label.Text, out var first) && !isShared)
        {
            report(NameErrors.Duplicate(label.Text, label.Span, first.Span, "the label"));
            return;
        }

        model.Labels[label.Text] = stage;
    }

    /// <summary>Remembers the label of a stage that has an error: nothing more is said of it.</summary>
    public void Break(StageSyntax syntax)
    {
        if (syntax.Label is { } label)
        {
            model.BrokenLabels.Add(label.Text);
        }
    }
}
