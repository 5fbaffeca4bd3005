using Hourglass.Compiler.Emit.CSharp;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes the file of a model: its layers, its methods, its objectives.</summary>
internal static class ModuleEmitter
{
    /// <summary>The text.</summary>
    public static string Emit(PythonContext context, string className, CancellationToken cancellation)
    {
        // The class comes first, as it says what the file needs besides.
        var model = new PythonWriter(cancellation);
        EmitClass(context, model, className);
        var layers = new PythonWriter(cancellation);
        LayerClasses.Emit(context, layers);
        var file = new PythonWriter(cancellation);
        EmitHeader(context, file, layers.ToString() + model);
        foreach (var helper in PythonHelpers.Texts(context.Helpers).Concat(context.Scripts.Select(PythonScripts.Text)))
        {
            file.Line();
            file.Line();
            file.Lines(helper);
        }

        return file.ToString() + layers + model;
    }

    private static void EmitHeader(PythonContext context, PythonWriter writer, string rest)
    {
        var model = context.Program.Model;
        writer.Doc(
            $"{(string.IsNullOrWhiteSpace(model.Doc) ? $"The model {model.Name}." : model.Doc!.Trim())}",
            ["Written by `hourglass export --pytorch` from the definition:", "", .. Definition(context)]);
        writer.Line();
        var used = rest + string.Concat(PythonHelpers.Texts(context.Helpers));
        foreach (var import in new[] { "math" }.Where(name => used.Contains(name + ".")))
        {
            writer.Line($"import {import}");
        }

        writer.Line($"from collections.abc import {(used.Contains("Callable") ? "Callable, " : "")}Mapping");
        writer.Line();
        writer.Line("import torch");
        writer.Line("import torch.nn.functional as F");
        writer.Line("from torch import Tensor, nn");
        writer.Line();
        writer.Line("from safetensors_file import load_into, save_from");
    }

    /// <summary>The model in the words of the language, what is seen of it in the file.</summary>
    private static IEnumerable<string> Definition(PythonContext context) => context.Emit.Definition.Select(line => "    " + line);

    private static void EmitClass(PythonContext context, PythonWriter writer, string className)
    {
        var model = context.Program.Model;
        writer.Line();
        writer.Line();
        writer.Open($"class {className}(nn.Module):");
        writer.Doc(string.IsNullOrWhiteSpace(model.Doc) ? $"The model {model.Name}." : model.Doc!.Trim());
        writer.Line();
        writer.Open("def __init__(self) -> None:");
        writer.Line("super().__init__()");
        foreach (var container in LayerEmitter.Containers(context.Emit))
        {
            writer.Line($"self.{container} = {LayerClasses.NameOf(container)}()");
        }

        writer.Line("# Epochs of the objective that have passed, and the phase of the training: weights and noise move with them.");
        writer.Line("self.epoch = math.inf");
        writer.Line("self.phase: str | None = None");
        if (context.Program.Averages.Count > 0)
        {
            writer.Line("# What a step moves besides the parameters, by layer; `finish_step` does it.");
            writer.Line("self._moves: dict[str, Callable[[], None]] = {}");
        }

        writer.Close();
        writer.Line();
        writer.Lines(FilesText);
        LossMethods.EmitForward(context, writer);
        new PublicMethods(context, writer).Emit();
        foreach (var objective in context.Emit.Objectives)
        {
            LossMethods.Emit(context, writer, objective);
        }

        StatisticMethods.Emit(context, writer);
        EmitRegions(context, writer);
        if (context.Helpers.Contains("finish_step"))
        {
            writer.Line();
            writer.Lines(FinishText);
        }

        if (context.Helpers.Contains("self.like"))
        {
            writer.Line();
            writer.Lines(LikeText);
        }

        writer.Close();
    }

    private static void EmitRegions(PythonContext context, PythonWriter writer)
    {
        var emit = context.Emit;
        RegionMethods.Emit(context, writer, emit.Encode, "From data to codes, and to all that others read of them.");
        foreach (var prior in emit.Priors)
        {
            RegionMethods.Emit(context, writer, prior.Value, $"The parameters of the prior of {prior.Key}.");
        }

        RegionMethods.Emit(context, writer, emit.Decode, "From codes to what describes the data.");
        RegionMethods.Emit(context, writer, emit.Predict, "From codes to what describes labels.");
        foreach (var (critic, plan) in emit.Critics)
        {
            RegionMethods.Emit(context, writer, plan, $"What the critic {critic} makes of values.");
        }
    }

    private const string FilesText =
        """"
        def load(self, path: str) -> None:
            """Reads the weights of a file in the format of safetensors, Hourglass's own among them."""
            load_into(self, path)

        def save(self, path: str) -> None:
            """Writes the weights into such a file, which Hourglass reads."""
            save_from(self, path)
        """";

    private const string FinishText =
        """"
        @torch.no_grad()
        def finish_step(self) -> None:
            """Moves what a step moves besides the parameters: call it behind the optimizer's step."""
            for move in self._moves.values():
                move()
            self._moves.clear()
        """";

    private const string LikeText =
        """"
        @property
        def like(self) -> Tensor:
            """A tensor of the type of the weights, where they are."""
            return next(self.parameters(), torch.empty(0))
        """";
}
