using System.Reflection;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Lower;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes a model as files of Python: a module of PyTorch, its training, and what both lean on.</summary>
internal static class PyTorchEmitter
{
    /// <summary>Files that are the same for every model.</summary>
    private static readonly string[] Fixed = ["safetensors_file.py", "training.py"];

    /// <summary>Names of files that Python, or one of the files, imports already.</summary>
    private static readonly HashSet<string> Imported = new(
        ["torch", "numpy", "math", "json", "os", "sys", "collections", "dataclasses", "argparse", "train", "training", "safetensors_file"],
        StringComparer.Ordinal);

    /// <summary>The files of a model without errors.</summary>
    /// <exception cref="UnexportedException">A part of it has no form in PyTorch.</exception>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static PyTorchFiles Emit(BoundModel model, CancellationToken cancellation)
    {
        Refuse(model);
        var context = new PythonContext(PythonGraph.Of(Lowerer.Lower(model, PythonCalls.Knows, cancellation)));
        var (className, module) = NamesOf(context, model);
        var texts = Fixed.ToDictionary(name => name, Resource, StringComparer.Ordinal);
        texts.Add(module + ".py", ModuleEmitter.Emit(context, className, cancellation));
        texts.Add("train.py", TrainEmitter.Emit(context, className, module, cancellation));
        return new PyTorchFiles(
            module,
            className,
            texts,
            [.. context.Emit.Objectives.Select(LossMethods.NamesOf)],
            [
                .. context.Graph.Draws.Select(op => new PyTorchDraw(
                    op.Site, op.Kind == Ir.Primitives.DrawKind.Normal, op.Extent.Rows, [.. op.Extent.Shape.Dimensions])),
            ]);
    }

    private static void Refuse(BoundModel model)
    {
        if (model.Mixture is { } mixture)
        {
            throw new UnexportedException(
                $"`{mixture.Distribution!.Entry.Name}` of `{mixture.Name}` cannot be exported to PyTorch: its posterior is found by "
                    + "coordinate ascent over all examples, which no optimizer of PyTorch does",
                "Train the model here, and export one whose codes are drawn, such as `normal`");
        }

        if (model.Externs.Count > 0)
        {
            throw new UnexportedException(
                $"{string.Join(", ", model.Externs.Select(declared => $"`{declared.Name}`"))} of {model.Name} cannot be exported to "
                    + "PyTorch: the class implements it in C#",
                "Write it with the words of the language");
        }
    }

    private static (string ClassName, string Module) NamesOf(PythonContext context, BoundModel model)
    {
        var names = new PythonNames([.. context.Functions, .. LayerEmitter.Containers(context.Emit).Select(LayerClasses.NameOf)]);
        var module = PythonText.Snake(model.Name);
        var isTaken = Imported.Contains(module) || PythonNames.WhyNoLayer(module) is not null;
        return (names.Take(model.Name), isTaken ? module + "_model" : module);
    }

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The compiler lacks its file {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r", "");
    }
}
