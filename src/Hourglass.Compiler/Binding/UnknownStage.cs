using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>What is said of a word that is no stage.</summary>
internal static class UnknownStage
{
    /// <summary>Reports a word that stands where a stage belongs.</summary>
    public static void Report(ModelScope model, BindingSyntax binding, StageSyntax syntax, Action<Diagnostic> report)
    {
        var name = syntax.Name.Text;
        if (model.Externs.Terms.ContainsKey(name))
        {
            report(NameErrors.ExternTermAsStage(name, syntax.Name.Span));
        }
        else if (Vocabulary.Distributions.ContainsKey(name))
        {
            var isLast = !binding.Random && BijectionBinder.Split(model, binding.Pipeline.Stages).Last == syntax;
            var error = DomainErrors.UnexpectedDistribution(syntax.Name.Span, name, binding.Name.Text, isLast);
            report(!isLast ? error : error.Mended(
                $"write `{binding.Name.Text} ~`",
                new TextEdit(new TextSpan(binding.Name.Span.End, binding.Pipeline.Span.Start), " ~ ")));
        }
        else if (Vocabulary.Bijections.ContainsKey(name))
        {
            report(DomainErrors.BijectionOfNothing(syntax.Name.Span, name));
        }
        else if (model.IsNewStage(name))
        {
            var known = Vocabulary.Stages.Keys.Concat(Vocabulary.Distributions.Keys).Concat(Vocabulary.Bijections.Keys)
                .Concat(model.Blocks.Keys).Concat(model.Externs.Stages.Keys);
            report(NameErrors.UnknownStage(name, syntax.Name.Span, known));
        }
    }
}
