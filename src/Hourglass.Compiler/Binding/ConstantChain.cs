using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>The longest chain of constants, each defined by the next, that begins at one.</summary>
/// <param name="Constants">How many.</param>
/// <param name="Parts">Operators, signs and brackets in all their definitions.</param>
/// <param name="Longest">Where the first of them reads the second; null where it reads none.</param>
internal readonly record struct ConstantChain(int Constants, int Parts, TextSpan? Longest)
{
    /// <summary>Whether it is longer than any that has a meaning.</summary>
    public bool IsTooLong => Constants > Limits.ConstantChain || Parts > Limits.ConstantChainParts;

    /// <summary>The chain of a constant.</summary>
    /// <param name="definition">Its definition.</param>
    /// <param name="of">The chain of a constant that it reads.</param>
    public static ConstantChain Of(Expression definition, Func<string, ConstantChain> of)
    {
        var (constants, inRead, own) = (0, 0, 0);
        TextSpan? longest = null;
        foreach (var part in PartsOf(definition))
        {
            if (part is not NameExpression name)
            {
                own += part is NumberExpression ? 0 : 1;
                continue;
            }

            var read = of(name.Name);
            longest = longest is null || read.Parts > inRead || read.Constants > constants ? name.Span : longest;
            (constants, inRead) = (Math.Max(constants, read.Constants), Math.Max(inRead, read.Parts));
        }

        return new ConstantChain(constants + 1, inRead + own, longest);
    }

    /// <summary>An expression and all inside it, from left to right; a loop, as a sum is a tree as deep as it is long.</summary>
    public static IEnumerable<Expression> PartsOf(Expression expression)
    {
        var open = new Stack<Expression>([expression]);
        while (open.Count > 0)
        {
            var part = open.Pop();
            yield return part;
            switch (part)
            {
                case ParenthesizedExpression nested:
                    open.Push(nested.Inner);
                    break;
                case UnaryExpression unary:
                    open.Push(unary.Operand);
                    break;
                case BinaryExpression binary:
                    open.Push(binary.Right);
                    open.Push(binary.Left);
                    break;
            }
        }
    }
}
