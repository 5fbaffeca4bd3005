using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Distributions;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Training;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass;

/// <summary>
/// The base of every emitted model: what training, evaluation, checkpoints and reports need to know of a model whose type they do not know.
/// </summary>
/// <param name="name">The module's name.</param>
public abstract partial class Autoencoder(string name) : nn.Module(name)
{
    /// <summary>What the model is: its data, its terms, its training plan. Fixed at compile time.</summary>
    public abstract ModelDescription Description { get; }

    /// <summary>
    /// How many epochs have been trained, fractions included; weight schedules such as <c>ramp</c> read it. Outside of training it is
    /// positive infinity: every schedule stands at its end.
    /// </summary>
    public double Epoch { get; set; } = double.PositiveInfinity;

    /// <summary>
    /// The parameters of the model that may be others than its declaration says, with their values here; empty where there are none.
    /// </summary>
    protected virtual IReadOnlyDictionary<string, double> ParameterValues => new Dictionary<string, double>();

    /// <summary>Where the model's draws come from: while it trains, all kinds of step draw the same numbers.</summary>
    protected NoiseStream Noise { get; } = new();

    /// <summary>
    /// The statistics by which data are prepared, in the order in which they are to be found; empty where none are needed. A training finds
    /// them; a model that is given weights has them among those.
    /// </summary>
    protected virtual IReadOnlyList<DataStatistics> Statistics => [];

    /// <summary>
    /// What a training finds from what the model makes of all examples: centres of clusters, say; empty where nothing is.
    /// </summary>
    protected virtual IReadOnlyList<CodeStatistic> CodeStatistics => [];

    /// <summary>The name of the phase that is trained; null outside of training. What holds in single phases reads it.</summary>
    protected string? Phase { get; set; }

    /// <summary>The training step of a phase that was derived at compile time, or null where there is none.</summary>
    /// <param name="phase">The phase's place in the plan.</param>
    /// <param name="turn">Which turn of it: the model's is the first, the critics' the second.</param>
    protected virtual StepDescription? DerivedOf(int phase, int turn) => null;

    /// <summary>
    /// Why the model has no derived step, or a phase has none, in words that follow «because»; null where each has one.
    /// </summary>
    protected virtual string? WhyNotDerived => DerivedOf(0, 0) is null ? "it was not made by the compiler" : null;

    /// <summary>The weight of each term at <see cref="Epoch"/>, in the order of <see cref="ModelDescription.Objective"/>.</summary>
    /// <param name="weights">Filled with the weights.</param>
    /// <param name="objective">Which objective's terms.</param>
    protected virtual void ReadWeights(Span<double> weights, int objective = 0) => weights.Fill(1);

    /// <summary>
    /// What each term is held at, at <see cref="Epoch"/>: its distance from there is minimized, times its weight. NaN for a term that is
    /// minimized itself.
    /// </summary>
    /// <param name="capacities">Filled with a number for each term of <see cref="ModelDescription.Objective"/>.</param>
    /// <param name="objective">Which objective's terms.</param>
    protected virtual void ReadCapacities(Span<double> capacities, int objective = 0) => capacities.Fill(double.NaN);

    /// <summary>The objective on a batch, with its terms.</summary>
    /// <param name="batch">The data, one tensor a field, <c>[N, ...]</c>.</param>
    /// <returns>Scalars: the weighted total, and every term before its weight, in the order of
    /// <see cref="ModelDescription.Terms"/>.</returns>
    protected abstract TermValues MinimizeBatch(Batch batch);

    /// <summary>One of the model's objectives on a batch, with its terms.</summary>
    /// <param name="batch">The data, one tensor a field, <c>[N, ...]</c>.</param>
    /// <param name="objective">Which: the model's own is 0, those of phases follow (<see cref="ModelDescription.Objective"/>).</param>
    /// <returns>Scalars: the weighted total, and every term before its weight.</returns>
    protected virtual TermValues MinimizeBatch(Batch batch, int objective) => MinimizeBatch(batch);

    /// <summary>
    /// The reconstruction (or the mean of the first likelihood) of a batch, <c>[N, ...]</c> in the shape of the data it describes; null
    /// where the model makes none.
    /// </summary>
    protected virtual Tensor? ReconstructBatch(Batch batch) => null;

    /// <summary>
    /// Means of <paramref name="count"/> draws from the prior and the likelihood, <c>[count, ...]</c>; null where the model has no prior or
    /// its decoder needs more than codes.
    /// </summary>
    protected virtual Tensor? SampleBatch(int count) => null;

    /// <summary>The first code that is a vector, <c>[N, d]</c> (a posterior's mean); null where there is none.</summary>
    protected virtual Tensor? CodeBatch(Batch batch) => null;

    /// <summary>
    /// An estimate of log p(x) for each example of a batch, <c>[N]</c> in nats, from so many draws of the posterior; null where the model
    /// has no likelihood of all examples, or no random code.
    /// </summary>
    protected virtual Tensor? LogLikelihoodBatch(Batch batch, int draws) => null;

    /// <summary>
    /// log p(x, z) − log q(z | x) at draws of the posterior, <c>[draws, N]</c> in nats: their mean is the evidence lower bound (Kingma and
    /// Welling, 2013, equation 2), the logarithm of their exponentials' mean is log p(x) (Burda et al., 2016, equation 8). Null where the
    /// model has no likelihood of all examples, or no random code.
    /// </summary>
    /// <param name="batch">The data.</param>
    /// <param name="draws">How many for each example, 1 or more.</param>
    /// <exception cref="DataException">The number of draws is below 1.</exception>
    protected virtual Tensor? LogWeightsBatch(Batch batch, int draws) => null;

    /// <summary>All codes of a batch, in the order of declaration; empty where there are none.</summary>
    protected virtual IReadOnlyList<BatchCode> CodesBatch(Batch batch) => [];

    /// <summary>p(z) of a code, once for each of <paramref name="count"/> draws; null where it has none, or one that depends on other
    /// codes.</summary>
    /// <param name="code">The code's name; null for the first code that is a vector.</param>
    /// <param name="count">How many.</param>
    protected virtual IDistribution? PriorBatch(string? code, int count) => null;

    /// <summary>
    /// The probabilities of the classes, <c>[N, K]</c> for each variable of <c>class(K)</c> that the model predicts or decodes, by its
    /// name, random codes at their means; empty where there is none.
    /// </summary>
    protected virtual IReadOnlyDictionary<string, Tensor> PredictBatch(Batch batch) => new Dictionary<string, Tensor>();

    /// <summary>The one code that the decoder reads, which <see cref="DecodeBatch"/> takes; null where it reads several, or none.</summary>
    protected virtual string? DecodedCode => null;

    /// <summary>
    /// What the decoder makes of values of the code that it reads: the mean of the first likelihood, <c>[N, ...]</c> in the data's own
    /// units. Null where it reads several codes, or what is none.
    /// </summary>
    /// <param name="codes">The code, <c>[N, d]</c>, or <c>[N, ...]</c> for maps and sequences.</param>
    /// <param name="conditions">The data that the decoder reads besides, <c>[N, ...]</c> each; null for none.</param>
    /// <exception cref="DataException">The decoder reads data that are not given, or they do not fit.</exception>
    protected virtual Tensor? DecodeBatch(Tensor codes, Batch? conditions = null) => null;

    /// <summary>Values of a variable of numbers as the model reads them: prepared, a missing one as 0.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="values">Its values, or reconstructions of them, in the data's own units, <c>[N, ...]</c>.</param>
    /// <returns><c>[N, ...]</c>.</returns>
    protected virtual Tensor PrepareBatch(string variable, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.nan_to_num(0.0, double.PositiveInfinity, double.NegativeInfinity);
    }

    /// <summary>
    /// Means of <paramref name="count"/> draws from the prior and the likelihood for given data, <c>[count, ...]</c>; as without them where
    /// the decoder reads none.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="conditions">The data that the decoder reads, <c>[count, ...]</c> each.</param>
    /// <exception cref="DataException">The decoder reads data that are not given, or they do not fit.</exception>
    protected virtual Tensor? SampleBatch(int count, Batch conditions) => SampleBatch(count);

    /// <summary>
    /// Writes the weights and what else <c>state_dict</c> has, as safetensors: to a temporary file first, which then takes the place of the
    /// former one. The emitted type's <c>Load</c> reads it, and so does <c>safetensors.torch.load_file</c> in Python.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="HourglassException">The file cannot be written.</exception>
    public void Save(string path) => WeightsFile.Save(this, path);

    /// <summary>
    /// Writes what the model computes outside of training, with its weights, as ONNX files: <c>encode.onnx</c>, <c>decode.onnx</c> and so
    /// on, one for each of <see cref="OnnxGraph"/> that the model has. The batch may be of any size; numbers are of single precision,
    /// whatever the weights are. Data come in their own units: their preparation is a part of the graph.
    /// </summary>
    /// <param name="folder">The folder, which is made if need be; former files are replaced.</param>
    /// <returns>The files, and the graphs that ONNX has no operators for.</returns>
    /// <exception cref="HourglassException">The model was not made by the compiler, ONNX has no operators for any of its graphs, its
    /// weights are larger than 2 GiB, or a file cannot be written.</exception>
    public OnnxFiles ExportOnnx(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return OnnxExporter.All(this, OnnxText, folder);
    }

    /// <summary>Writes one of the model's graphs as an ONNX file.</summary>
    /// <param name="file">The file; a former one is replaced.</param>
    /// <param name="graph">Which.</param>
    /// <exception cref="HourglassException">The model was not made by the compiler, it has no such graph, ONNX has no operators for it,
    /// its weights are larger than 2 GiB, or the file cannot be written.</exception>
    public void ExportOnnx(string file, OnnxGraph graph)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        OnnxExporter.One(this, OnnxText, file, graph);
    }

    /// <summary>What the model computes in the words of ONNX, as its compiler wrote it; null where it was not made by one.</summary>
    protected virtual string? OnnxText => null;

    /// <summary>
    /// The model as it is drawn, as its compiler wrote it: stages with shapes and parameters, and what reads what; null where it was not
    /// made by one.
    /// </summary>
    protected virtual string? DiagramText => null;

    /// <summary>The same of any model, for the report.</summary>
    internal static string? DiagramOf(Autoencoder model) => model.DiagramText;

    /// <summary>
    /// Gives a new model trained weights and puts it into evaluation mode; a model that does not take them is disposed of.
    /// </summary>
    /// <typeparam name="TModel">The emitted type.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="path">A file of weights, or the output folder of a training.</param>
    /// <exception cref="DataException">There is no such file, it is damaged, or it holds the weights of another model.</exception>
    protected static TModel WithWeights<TModel>(TModel model, string path)
        where TModel : Autoencoder
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            WeightsFile.Load(model, path);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Refuses parameters that are no numbers.</summary>
    /// <exception cref="ArgumentException">One is NaN or infinite.</exception>
    protected void CheckParameters()
    {
        foreach (var (parameter, value) in ParameterValues)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The parameter {parameter} of {name} is {value}; it must be a finite number."));
            }
        }
    }

    /// <summary>Data that a decoder reads besides codes.</summary>
    /// <param name="conditions">What is given.</param>
    /// <param name="name">The variable.</param>
    /// <exception cref="DataException">It is not given.</exception>
    protected static Tensor ConditionOf(Batch? conditions, string name) => conditions?.Find(name)
        ?? throw new DataException($"The decoder reads '{name}' besides codes, and no values of it are given; give one for each example.");

    /// <summary>
    /// Nothing: emitted code registers every layer, once. TorchSharp calls this when the model becomes part of another module, and would
    /// register fields again under their own names; a module of your own in your part of the class is registered with
    /// <c>register_module</c>: in <c>OnCreated</c>, which models with an <c>extern</c> call.
    /// </summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>The training loop of the emitted type.</summary>
    /// <param name="data">The data to train on, and to test on if it has a test split.</param>
    /// <param name="options">What to do beyond the model's own plan.</param>
    /// <param name="progress">Told after every step and epoch.</param>
    public abstract TrainingReport TrainOn(Dataset data, TrainOptions? options = null, IProgress<TrainingProgress>? progress = null);

    /// <summary>The same on a thread of its own, so that the caller's stays free; nobody else may use the model until it ends.</summary>
    /// <param name="data">The data to train on, and to test on if it has a test split.</param>
    /// <param name="options">What to do beyond the model's own plan.</param>
    /// <param name="progress">Told after every step and epoch.</param>
    /// <param name="cancellation">
    /// Stops training after the current step, which is saved first, as <see cref="TrainOptions.Cancellation"/> does: the report says that
    /// it was interrupted.
    /// </param>
    public async Task<TrainingReport> TrainOnAsync(
        Dataset data,
        TrainOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new TrainOptions();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, options.Cancellation);
        return await Task.Factory.StartNew(
            () => TrainOn(data, options with { Cancellation = either.Token }, progress),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).ConfigureAwait(false);
    }
}

/// <summary>The objective's value on a batch.</summary>
/// <param name="Total">The weighted sum, a scalar that carries gradients.</param>
/// <param name="Terms">Every term before its weight, scalars, in the order of <see cref="ModelDescription.Terms"/>.</param>
public readonly record struct TermValues(Tensor Total, IReadOnlyList<Tensor> Terms);
