using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <content>Blocks: stages under a name, with parameters; stages of the encoder that others belong to.</content>
internal sealed partial class PipelineBinder
{
    private readonly List<BoundStage> _taken = [];

    /// <summary>The last stage of the encoder that fits and that has not been taken; null where there is none.</summary>
    public BoundStage? TakeEncoderStage(Func<BoundStage, bool> fits)
    {
        var found = EncoderStages().LastOrDefault(stage => fits(stage) && !_taken.Any(other => ReferenceEquals(other, stage)));
        if (found is not null)
        {
            _taken.Add(found);
        }

        return found;
    }

    /// <summary>The stages by which the pipeline's sources are computed from the data, in their order.</summary>
    private IEnumerable<BoundStage> EncoderStages()
    {
        var behind = new HashSet<string>(Sources.Select(source => source.Name), StringComparer.Ordinal);
        foreach (var binding in Enumerable.Reverse(_model.Bindings).Where(b => b.Role == Role.Encode && behind.Contains(b.Name)))
        {
            behind.UnionWith(binding.Reads.Select(read => read.Name));
        }

        return _model.Bindings.Where(b => b.Role == Role.Encode && behind.Contains(b.Name)).SelectMany(b => b.Stages).SelectMany(Within);

        static IEnumerable<BoundStage> Within(BoundStage stage) => stage.Body.SelectMany(Within).Append(stage);
    }

    private IReadOnlyList<BoundStage>? BindBlock(StageSyntax syntax, BlockDeclaration block, Shape input, ValueRange range)
    {
        if (block.IsIncomplete)
        {
            _model.Constants.ReadBroken();
            return null;
        }

        if (_blocks.Any(open => open.Name == block.Name.Text))
        {
            Report(NameErrors.RecursiveBlock(block.Name.Text, syntax.Name.Span));
            return null;
        }

        if (syntax.Body is not null)
        {
            Report(NameErrors.UnexpectedBody(syntax.Name.Text, false, syntax.Name.Span));
            return null;
        }

        if (BindArguments(
            block.Name.Text,
            ParameterLists.SignatureOf(block.Parameters),
            syntax.Arguments,
            syntax.Name.Span) is not { } arguments)
        {
            return null;
        }

        var outer = _constants;
        var inner = new ConstantScope(_model.Constants);
        foreach (var parameter in block.Parameters)
        {
            if (arguments.Has(parameter.Name.Text))
            {
                inner.Define(parameter.Name.Text, arguments.Number(parameter.Name.Text));
            }
            else
            {
                inner.Define(parameter.Name.Text, parameter.Default!);
            }
        }

        _blocks.Push((block.Name.Text, syntax.Span));
        _constants = inner;
        var bound = BindChain(block.Body, input, range);
        _constants = outer;
        _blocks.Pop();
        return bound;
    }
}
