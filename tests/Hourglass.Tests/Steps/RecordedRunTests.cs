using System.Globalization;
using Hourglass.Tests.Cli;
using Hourglass.Training;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>
/// Twenty steps of training in double precision, compared with what an earlier version computed: a change of the compiler that is not meant
/// to change numbers changes none. Of each parameter the norm and a projection are kept. <c>RECORD_RUNS=1</c> records anew.
/// </summary>
public class RecordedRunTests
{
    /// <summary>
    /// Processors round differently, and twenty steps of an adaptive optimizer multiply that; on one processor the difference is below
    /// 1e-12. Where it is more, the run is held to some times what rounding alone does to it (<see cref="Rounding"/>).
    /// </summary>
    private const double Tolerance = 1e-9;
    private const double TimesRounding = 10;

    private static readonly string Folder = Path.Combine(Corpus.Root, "tests", "Hourglass.Tests", "Steps", "Recorded");

    public static TheoryData<string> Names => [.. TestModels.CorpusNumbers, .. TestModels.Trained];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_is_trained_to_the_recorded_parameters(string name)
    {
        using var model = TestModels.Create(name);
        StepKind[] kinds = model.Untyped.DerivedOf(0, 0) is null ? [StepKind.Readable] : [StepKind.Readable, StepKind.Portable];
        var found = kinds.SelectMany(kind => Run(name, kind)).ToArray();
        var file = Path.Combine(Folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("RECORD_RUNS") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllLines(file, found.Select(line => line.ToString()));
        }

        var expected = File.ReadAllLines(file).Select(Line.Parse).ToArray();
        Assert.Equal(expected.Select(line => line.Key), found.Select(line => line.Key));
        var off = expected.Zip(found).Where(pair => pair.First.Apart(pair.Second) > Tolerance).ToArray();
        if (off.Length == 0)
        {
            return;
        }

        var rounded = kinds.SelectMany(kind => Nudged(name, kind)).ToLookup(line => line.Key);
        Assert.All(off, pair =>
        {
            var (apart, allowed) = (pair.First.Apart(pair.Second), TimesRounding * rounded[pair.First.Key].Max(pair.Second.Apart));
            Assert.True(apart <= allowed, FormattableString.Invariant($"{pair.First.Key} is off by {apart:G3} of its norm."));
        });
    }

    private static Line[] Nudged(string name, StepKind kind)
    {
        using var scope = NewDisposeScope();
        return [.. Rounding.States(name, kind).SelectMany(state => state.Select(pair => Line.Of($"{kind} {pair.Key}", pair.Value)))];
    }

    private static IEnumerable<Line> Run(string name, StepKind kind)
    {
        using var scope = NewDisposeScope();
        var (state, _) = RunTwinTests.Train(name, kind, ScalarType.Float64);
        return [.. state.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Line.Of($"{kind} {pair.Key}", pair.Value))];
    }

    /// <summary>One parameter: its norm, and its product with fixed directions, which tells apart what norms do not.</summary>
    private sealed record Line(string Key, double Norm, double Projection)
    {
        public static Line Of(string key, Tensor value)
        {
            var numbers = value.flatten().data<double>().ToArray();
            return new Line(
                key,
                Math.Sqrt(numbers.Sum(number => number * number)),
                numbers.Select((number, i) => number * Math.Cos((0.7 * i) + 0.3)).Sum());
        }

        public static Line Parse(string text)
        {
            var parts = text.Split(' ');
            return new Line(
                $"{parts[0]} {parts[1]}",
                double.Parse(parts[2], CultureInfo.InvariantCulture),
                double.Parse(parts[3], CultureInfo.InvariantCulture));
        }

        public double Apart(Line other) =>
            Math.Max(Math.Abs(Norm - other.Norm), Math.Abs(Projection - other.Projection)) / Math.Max(Math.Max(Norm, other.Norm), 1e-6);

        public override string ToString() => FormattableString.Invariant($"{Key} {Norm:R} {Projection:R}");
    }
}
