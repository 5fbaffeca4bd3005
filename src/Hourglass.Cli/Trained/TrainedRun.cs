using Hourglass.Cli.Commands;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Datasets;
using Hourglass.Evaluation;

namespace Hourglass.Cli.Trained;

/// <summary>A trained model with data, for one command.</summary>
internal sealed class TrainedRun : IDisposable
{
    private readonly EvaluationBar _bar;
    private readonly int? _seed;

    private readonly bool _ownsModel;

    private TrainedRun(Autoencoder model, Dataset dataset, BoundDataset data, EvaluationBar bar, int? seed, bool ownsModel)
    {
        (Model, Dataset, Data, _bar, _seed, _ownsModel) = (model, dataset, data, bar, seed, ownsModel);
    }

    public Autoencoder Model { get; }

    public Dataset Dataset { get; }

    public BoundDataset Data { get; }

    /// <summary>Opens both; null where the file has errors, which are told.</summary>
    /// <exception cref="ToolException">The file has no such model, or the folder is another model's.</exception>
    /// <exception cref="DataException">Weights or data cannot be read, or do not fit the model.</exception>
    public static TrainedRun? Open(ToolConsole console, TrainedSource source, DataArguments arguments)
    {
        if (source.Load(console) is not { } model)
        {
            return null;
        }

        try
        {
            return Of(console, model, arguments, source, owned: true);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Opens data for a model that was loaded before.</summary>
    /// <param name="console">For the progress.</param>
    /// <param name="model">The model.</param>
    /// <param name="arguments">The data.</param>
    /// <param name="source">Where the model is from: the texts of its classes, and the seed of draws.</param>
    /// <param name="owned">Whether the model is disposed of with the data.</param>
    /// <exception cref="DataException">The data cannot be read, or do not fit the model.</exception>
    public static TrainedRun Of(
        ToolConsole console, Autoencoder model, DataArguments arguments, TrainedSource source, bool owned = false)
    {
        var bar = new EvaluationBar(console.Error);
        Dataset? dataset = null;
        try
        {
            bar.Say("reading data");
            dataset = arguments.Open();
            var data = model.Bind(dataset, source.Bind(arguments));
            return new TrainedRun(model, dataset, data, bar, source.Seed, owned);
        }
        catch
        {
            dataset?.Dispose();
            bar.Dispose();
            throw;
        }
    }

    /// <summary>Which examples, where that was not said.</summary>
    public DataSplit Chosen(DataSplit? split) => split ?? (Data.TestCount > 0 ? DataSplit.Test : DataSplit.Train);

    /// <summary>A walk over a split.</summary>
    public SplitPass Walk(DataSplit split, IReadOnlyList<long>? places = null) => new(Model, Data, split)
    {
        Places = places,
        Seed = _seed ?? Model.Description.Plan.Seed,
        Progress = _bar,
    };

    /// <summary>Tells that a file is written.</summary>
    public void Writing(OutputFile file) => _bar.Say($"writing {Path.GetFileName(file.Path)}");

    /// <summary>A line about what was done: the bar gives way to it.</summary>
    public void Say(ToolConsole console, string line)
    {
        _bar.Dispose();
        ToolConsole.WriteLine(console.Out, line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bar.Dispose();
        Data.Dispose();
        Dataset.Dispose();
        if (_ownsModel)
        {
            Model.Dispose();
        }
    }
}
