using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Checks arguments against a signature.</summary>
internal sealed class ArgumentBinder(ConstantScope scope, Action<Diagnostic> report)
{
    /// <summary>The arguments by name, defaults filled in; null after an error has been reported.</summary>
    /// <param name="name">The word that takes them.</param>
    /// <param name="signature">What it takes.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="span">The word's place, for what is missing.</param>
    public BoundArguments? Bind(string name, Signature signature, EquatableArray<Argument> arguments, TextSpan span)
    {
        var bound = new BoundArguments();
        var positional = signature.Parameters.Where(parameter => !parameter.NamedOnly).ToArray();
        var next = 0;
        foreach (var argument in arguments)
        {
            var parameter = argument.Name is { } label
                ? FindNamed(name, signature, label)
                : FindPositional(
                    positional, ref next, ArgumentValues.ActivationName(argument.Value) is { } word && !scope.Knows(word));
            if (parameter is null)
            {
                if (argument.Name is null)
                {
                    report(NameErrors.TooManyArguments(name, signature, argument.Span));
                }

                return null;
            }

            if (!Set(bound, name, parameter, argument))
            {
                return null;
            }
        }

        foreach (var parameter in signature.Parameters.Where(parameter => !bound.Has(parameter.Name)))
        {
            if (parameter.Default is { } text)
            {
                bound.Set(parameter.Name, ArgumentValues.Default(parameter, text), default);
            }
            else if (!parameter.Optional)
            {
                report(NameErrors.MissingArgument(name, parameter, signature, span));
                return null;
            }
        }

        return bound;
    }

    private Parameter? FindNamed(string name, Signature signature, Identifier label)
    {
        var found = signature.Parameters.FirstOrDefault(parameter => parameter.Name == label.Text);
        if (found is null)
        {
            report(NameErrors.UnknownArgument(name, label.Text, signature, label.Span));
        }

        return found;
    }

    /// <summary>
    /// The parameter at the cursor, or a later one where the argument is an activation; optional ones that cannot take the argument are
    /// passed over.
    /// </summary>
    internal static Parameter? FindPositional(Parameter[] positional, ref int next, bool isActivation)
    {
        for (; next < positional.Length; next++)
        {
            var parameter = positional[next];
            if (parameter.Kind is ParameterKind.Sizes or ParameterKind.Values)
            {
                return parameter;
            }

            if (isActivation && parameter.Kind != ParameterKind.Activation && parameter.Optional)
            {
                continue;
            }

            next++;
            return parameter;
        }

        return null;
    }

    private bool Set(BoundArguments bound, string name, Parameter parameter, Argument argument)
    {
        var span = argument.Value.Span;
        if (parameter.Kind is ParameterKind.Sizes or ParameterKind.Values)
        {
            return Append(bound, name, parameter, argument.Value);
        }

        if (bound.Has(parameter.Name))
        {
            report(NameErrors.GivenTwice(name, parameter.Name, argument.Span));
            return false;
        }

        var value = parameter.Kind switch
        {
            ParameterKind.Flag => Flag(name, parameter, argument.Value),
            ParameterKind.Word => Word(name, parameter, argument.Value),
            ParameterKind.Activation => Activation(name, parameter, argument.Value),
            ParameterKind.Noise => Noise(name, parameter, argument.Value),
            ParameterKind.Label or ParameterKind.Value or ParameterKind.ValueOrWeights => Variable(name, parameter, argument.Value),
            ParameterKind.Padding when argument.Value is NameExpression { Name: var word }
                && (word == "same" || parameter.Words.Contains(word)) => word,
            ParameterKind.Axes when argument.Value is TupleExpression axes => Axes(name, parameter, axes),
            _ => Number(name, parameter, argument.Value),
        };
        if (value is null)
        {
            return false;
        }

        bound.Set(parameter.Name, value, span);
        return true;
    }

    private bool Append(BoundArguments bound, string name, Parameter parameter, Expression value)
    {
        if (parameter.Kind == ParameterKind.Sizes)
        {
            if (Number(name, parameter, value) is not double size)
            {
                return false;
            }

            var sizes = bound.Has(parameter.Name) ? bound.Sizes(parameter.Name) : [];
            bound.Set(parameter.Name, sizes.Append((int)size).ToArray(), value.Span);
            return true;
        }

        if (Variable(name, parameter, value) is not string variable)
        {
            return false;
        }

        var names = bound.Has(parameter.Name) ? bound.Names(parameter.Name) : [];
        bound.Set(parameter.Name, names.Append((variable, value.Span)).ToArray(), value.Span);
        return true;
    }

    private object? Number(string name, Parameter parameter, Expression value)
    {
        if (value is CallExpression or ListExpression or TupleExpression or LabelledExpression)
        {
            report(NameErrors.WrongArgument(name, parameter, ArgumentValues.Describe(value), value.Span));
            return null;
        }

        // A word where a number belongs is more often a misplaced word than a missing constant.
        if (value is NameExpression word && !scope.Knows(word.Name))
        {
            if (Vocabulary.Activations.ContainsKey(word.Name))
            {
                report(NameErrors.WrongArgument(name, parameter, $"`{word.Name}`", word.Span));
            }
            else if (scope.IsNewUnknown(word.Name))
            {
                var help = NameErrors.Suggest(word.Name, scope.Names.Concat(Vocabulary.Activations.Keys), null);
                report(NameErrors.WrongArgument(name, parameter, $"`{word.Name}`", word.Span, help));
            }

            return null;
        }

        if (scope.Evaluate(value, report) is not { } number)
        {
            return null;
        }

        if (ArgumentValues.IsAllowed(parameter.Kind, number))
        {
            return number;
        }

        report(NameErrors.WrongArgument(name, parameter, NumberText.Of(number), value.Span));
        return null;
    }

    /// <summary>A number for each axis.</summary>
    private object? Axes(string name, Parameter parameter, TupleExpression axes)
    {
        var numbers = axes.Items.Select(item => Number(name, parameter, item)).ToArray();
        return numbers.Contains(null) ? null : numbers.Select(number => checked((int)(double)number!)).ToArray();
    }

    private object? Flag(string name, Parameter parameter, Expression value)
    {
        if (value is NameExpression { Name: "true" or "false" } flag)
        {
            return flag.Name == "true";
        }

        report(NameErrors.WrongArgument(name, parameter, ArgumentValues.Describe(value), value.Span));
        return null;
    }

    private object? Word(string name, Parameter parameter, Expression value)
    {
        if (value is not NameExpression word)
        {
            report(NameErrors.WrongArgument(name, parameter, ArgumentValues.Describe(value), value.Span));
            return null;
        }

        if (parameter.Words.Contains(word.Name))
        {
            return word.Name;
        }

        report(NameErrors.UnknownWord(parameter.Name, word.Name, word.Span, parameter.Words, name));
        return null;
    }

    private object? Activation(string name, Parameter parameter, Expression value)
    {
        if (ArgumentValues.ActivationName(value) is not { } word)
        {
            var written = value switch { NameExpression n => n.Name, CallExpression c => c.Name.Text, _ => null };
            report(written is null
                ? NameErrors.WrongArgument(name, parameter, ArgumentValues.Describe(value), value.Span)
                : NameErrors.UnknownWord("activation", written, value.Span, Vocabulary.Activations.Keys));
            return null;
        }

        var entry = Vocabulary.Activations[word];
        if (value is not CallExpression call)
        {
            return new BoundActivation(entry, entry.DefaultParameter);
        }

        return Bind(word, entry.Signature, call.Arguments, call.Name.Span) is { } arguments
            ? new BoundActivation(entry, arguments.Has("slope") ? arguments.Number("slope") : entry.DefaultParameter)
            : null;
    }

    private object? Noise(string name, Parameter parameter, Expression value)
    {
        var (word, span) = value switch
        {
            CallExpression call => (call.Name.Text, call.Name.Span),
            NameExpression only => (only.Name, only.Span),
            _ => (null, value.Span),
        };
        if (word is null)
        {
            report(NameErrors.WrongArgument(name, parameter, ArgumentValues.Describe(value), value.Span));
            return null;
        }

        if (!Vocabulary.Noises.TryGetValue(word, out var entry))
        {
            report(NameErrors.UnknownWord("corruption", word, span, Vocabulary.Noises.Keys));
            return null;
        }

        var arguments = value is CallExpression { Arguments: var given } ? given : EquatableArray<Argument>.Empty;
        return Bind(word, entry.Signature, arguments, span) is { } bound
            ? new BoundNoise(entry, bound.Number(entry.Signature.Parameters[0].Name))
            : null;
    }

    private object? Variable(string name, Parameter parameter, Expression value)
    {
        if (value is NameExpression variable)
        {
            return variable.Name;
        }

        if (parameter.Kind == ParameterKind.Values && Presence.Of(value) is { } presence)
        {
            return presence;
        }

        report(NameErrors.WrongArgument(name, parameter, ArgumentValues.Describe(value), value.Span));
        return null;
    }
}
