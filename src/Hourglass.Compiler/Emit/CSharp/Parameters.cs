using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>The data of a method as its parameters.</summary>
internal sealed class Parameters
{
    private Parameters(IReadOnlyList<(BoundData Data, string Name)> names) => Names = names;

    public IReadOnlyList<(BoundData Data, string Name)> Names { get; }

    public string Declaration => string.Join(", ", Names.Select(parameter => $"Tensor {parameter.Name}"));

    public string NameOf(string data) => Names.First(parameter => parameter.Data.Name == data).Name;

    /// <summary>Names the parameters and writes their documentation.</summary>
    public static Parameters Of(IReadOnlyList<BoundData> data, Identifiers locals, SourceWriter writer)
    {
        var names = data.Select(item => (item, locals.Camel(item.Name))).ToArray();
        foreach (var (item, name) in names)
        {
            writer.Doc("param", $" name=\"{name}\"", Describe(item));
        }

        return new Parameters(names);
    }

    public static string Describe(BoundData data)
    {
        var values = data.Classes > 0
            ? $"classes {data.Stored.Values.Replace("K-1", NumberText.Of(data.Classes - 1))} (int64)"
            : $"values in {data.Stored.Values}";
        var missing = data.Classes > 0 ? "; -1 where it is missing" : "; NaN where one is missing";
        return $"{data.Shape.WithBatch()}, {values}{(data.Optional ? missing : "")}."
            + $"{(data.Doc is null ? "" : " " + data.Doc.Trim())}";
    }

    public static string Describe(BoundModel model, string variable)
    {
        if (model.FindData(variable) is { } data)
        {
            return Describe(data);
        }

        var name = Variables.BaseOf(variable);
        var binding = model.Bindings.First(b => b.Name == name && b.Role != Role.Prior);
        return $"{binding.Shape.WithBatch()}, {(binding.Distribution is null ? "as the encoder gives it" : "a draw or a mean of the code")}"
            + ".";
    }
}
