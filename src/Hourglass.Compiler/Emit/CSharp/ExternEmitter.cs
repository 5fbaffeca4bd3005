using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes the partial methods that the hand-written part of a class implements. Their accessibility is written out, so that C# asks for an
/// implementation: where the declaration is, in the text of the model where there is one.
/// </summary>
internal static class ExternEmitter
{
    /// <summary>The methods of a model without errors, and the one that makes layers of their own.</summary>
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        foreach (var declared in context.Model.Externs)
        {
            writer.Line();
            Emit(declared, writer);
        }

        if (context.Model.Externs.Count > 0)
        {
            writer.Line();
            writer.Doc(
                "summary",
                "Called by the constructor, once the model's own layers are there and while draws come of its seed. Layers that the "
                    + "hand-written part makes here and registers with register_module are trained and saved like all others. It may be "
                    + "left out.");
            writer.Line(Created);
        }
    }

    /// <summary>Registers what is there, and calls the hand-written part.</summary>
    public static void EmitCreated(EmitContext context, SourceWriter writer)
    {
        foreach (var container in LayerEmitter.Containers(context))
        {
            writer.Line(ModelEmitter.Registration(container));
        }

        writer.Line("OnCreated();");
    }

    /// <summary>The methods that are declared in a model with errors, so that their implementations still bind.</summary>
    public static void EmitSkeleton(ModelInput input, SourceWriter writer)
    {
        const string Part = "/// <summary>Part of a model that has errors.</summary>";
        var declared = input.Model.Statements.OfType<ExternStatement>().ToArray();
        var taken = new HashSet<string>([input.Name], StringComparer.Ordinal);
        foreach (var statement in declared)
        {
            var method = Identifiers.PascalOf(statement.Name.Text);
            if (!MemberNames.IsTaken(method) && taken.Add(method))
            {
                writer.Line(Part);
                writer.Line(
                    Method(method, statement.TermKind is not null, statement.Parameters.Select(parameter => parameter.Name.Text)).Text);
                writer.Line();
            }
        }

        if (declared.Length > 0)
        {
            writer.Line(Part);
            writer.Line(Created);
            writer.Line();
        }
    }

    /// <summary>The call of a stage's method, whose result is looked at.</summary>
    public static string StageText(Value value, string input)
    {
        var call = CallOf(value);
        var numbers = string.Concat(call.Numbers.Select(number => ", " + NumberText.Literal(number)));
        return $"HandWritten.Stage({call.Declared.Method}({input}{numbers}), {XmlText.Literal(call.Declared.Name)}, {input}, "
            + $"{Numbers.List(value.Shape.Dimensions)})";
    }

    /// <summary>The call of a term's method, whose result is looked at.</summary>
    public static string TermText(EmitContext context, Value value, string[] inputs)
    {
        var declared = CallOf(value).Declared;
        return $"HandWritten.Term({declared.Method}({string.Join(", ", inputs)}), {XmlText.Literal(declared.Name)}, "
            + $"{context.FirstWeight ?? "null"})";
    }

    private const string Modifiers = "private partial Tensor ";
    private const string Created = "partial void OnCreated();";

    private static void Emit(BoundExtern declared, SourceWriter writer)
    {
        var (text, names) = Method(declared.Method, declared.IsTerm, declared.Signature.Parameters.Select(parameter => parameter.Name));
        writer.Doc(
            "summary",
            $"The {(declared.IsTerm ? "term" : "stage")} {declared.Name}: the hand-written part of the class implements it.");
        if (declared.IsTerm)
        {
            foreach (var (name, parameter) in names.Zip(declared.Signature.Parameters, (name, parameter) => (name, parameter)))
            {
                writer.Doc("param", $" name=\"{name}\"", $"The variable that stands for {parameter.Name}, [N, ...].");
            }

            writer.Doc(
                "returns",
                declared.Kind == TermKind.Sum
                    ? "A scalar: summed over the event, averaged over the batch."
                    : "A scalar: averaged over the event and over the batch.");
        }
        else
        {
            writer.Doc("param", $" name=\"{names[0]}\"", $"{WithBatch(declared.From)}, N the examples.");
            foreach (var name in names.Skip(1))
            {
                writer.Doc("param", $" name=\"{name}\"", "A number of the model's text.");
            }

            writer.Doc("returns", $"{WithBatch(declared.To)}, of the same type and in the same place.");
        }

        writer.Map(declared.NameSpan, Modifiers.Length);
        writer.Line(text);
        writer.Unmap();
    }

    private static string WithBatch(IEnumerable<string> sizes) => $"[{string.Join(", ", sizes.Prepend("N"))}]";

    private static (string Text, IReadOnlyList<string> Names) Method(string method, bool isTerm, IEnumerable<string> parameters)
    {
        var locals = new Identifiers([]);
        string[] names = [.. isTerm ? [] : new[] { locals.Camel("x") }, .. parameters.Select(locals.Camel)];
        var typed = names.Select((name, i) => $"{(isTerm || i == 0 ? "Tensor" : "double")} {name}");
        return ($"{Modifiers}{method}({string.Join(", ", typed)});", names);
    }

    private static ExternCall CallOf(Value value) => ((CallOp)value.Op).Arguments.OfType<ExternCall>().Single();
}
