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

    /// <summary>
    /// Gives the last of the stages that a text stands for its label; where it has an error, nothing more is said of the label.
    /// </summary>
    /// <param name="syntax">The text.</param>
    /// <param name="bound">What it stands for; null after an error.</param>
    /// <param name="isShared">Whether the text may be bound several times, of which the last has the label.</param>
    public void Settle(StageSyntax syntax, IReadOnlyList<BoundStage>? bound, bool isShared)
    {
        if (syntax.Label is not { } label)
        {
            return;
        }

        if (bound is null)
        {
            model.BrokenLabels.Add(label.Text);
        }
        else if (bound.Count > 0)
        {
            Define(label, bound[bound.Count - 1], isShared);
        }
    }

    private void Define(Identifier label, BoundStage stage, bool isShared)
    {
        if (model.Labels.TryGetValue(label.Text, out var first) && !isShared)
        {
            report(NameErrors.Duplicate(label.Text, label.Span, first.Span, "the label"));
            return;
        }

        model.Labels[label.Text] = stage;
    }
}
