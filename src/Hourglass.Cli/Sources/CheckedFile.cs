using Hourglass.Compiler;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Cli.Sources;

/// <summary>One model of a checked file.</summary>
/// <param name="Input">The model.</param>
/// <param name="Binding">What is known of it.</param>
internal sealed record CheckedModel(ModelInput Input, BindingResult Binding)
{
    /// <summary>Its name.</summary>
    public string Name => Input.Name;
}

/// <summary>A file and all that the compiler says of it.</summary>
/// <param name="File">The file and its imports.</param>
/// <param name="Models">Its models, in order.</param>
/// <param name="FileDiagnostics">What is wrong outside of the models, imports included.</param>
internal sealed record CheckedFile(ModelFile File, IReadOnlyList<CheckedModel> Models, IReadOnlyList<PlacedDiagnostic> FileDiagnostics)
{
    /// <summary>Everything, by place.</summary>
    public IReadOnlyList<PlacedDiagnostic> Diagnostics => PlacedDiagnostic.Order(
        FileDiagnostics.Concat(Models.SelectMany(model => model.Binding.Diagnostics).Select(Place)));

    private PlacedDiagnostic Place(Diagnostic diagnostic) => new(File.Main.Source, diagnostic);

    /// <summary>Checks a file.</summary>
    public static CheckedFile Check(ModelFile file)
    {
        var (inputs, split) = AeCompiler.Split(file.Main.Tree, file.ImportedTrees, file.Refused);
        var models = inputs.Select(input => new CheckedModel(input, AeCompiler.Bind(input))).ToArray();
        var parsed = file.Imports.Values.Prepend(file.Main).SelectMany(f => f.Diagnostics.Select(d => new PlacedDiagnostic(f.Source, d)));
        var outside = parsed.Concat(split.Select(diagnostic => new PlacedDiagnostic(file.Main.Source, diagnostic)));
        return new CheckedFile(file, models, [.. outside]);
    }
}
