using Hourglass.Checkpoints;
using Hourglass.Cli.Commands;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.InMemory;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;

namespace Hourglass.Cli.Trained;

/// <summary>Where a trained model is: its declaration and its weights.</summary>
/// <param name="Declared">Where it is declared.</param>
/// <param name="Run">The output folder of its training, or a file of weights.</param>
/// <param name="Seed">The seed of draws, or null for the model's own.</param>
/// <param name="Device">Where to compute, or null for the processor.</param>
internal sealed record TrainedSource(ModelSource Declared, string Run, int? Seed, string? Device = null)
{
    /// <summary>How data become the model's values: classes by the texts that they had in the training.</summary>
    /// <exception cref="DataException">The texts cannot be read.</exception>
    public BindOptions Bind(DataArguments data) => new() { Binarize = data.Binarize, Texts = ClassTexts.Of(Run) };

    /// <summary>Compiles the model and gives it the weights; null where the file has errors, which are told.</summary>
    /// <exception cref="ToolException">The file has no such model, or the folder is another model's.</exception>
    /// <exception cref="DataException">There are no weights, or they are another model's.</exception>
    public Autoencoder? Load(ToolConsole console)
    {
        var owner = Directory.Exists(Run) ? FolderOwner.ModelOf(Run) : null;
        if ((Declared with { Model = Declared.Model ?? owner }).Check(console) is not { } input)
        {
            return null;
        }

        if (owner is not null && owner != input.Name)
        {
            throw new ToolException(
                $"'{Run}' holds the results of the model '{owner}'; this one is '{input.Name}'. "
                + "Name the folder of its own training: --run.");
        }

        var model = ModelFactory.Create(input, Seed);
        try
        {
            WeightsFile.Load(model, Run);
            model.eval();
            return Accelerator.Move(model, Accelerator.Of(Device));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
