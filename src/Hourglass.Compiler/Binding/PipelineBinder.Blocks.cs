using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <content>Blocks: stages under a name, with parameters.</content>
internal sealed partial class PipelineBinder
{
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
