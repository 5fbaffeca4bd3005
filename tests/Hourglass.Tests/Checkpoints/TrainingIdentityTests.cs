using System.Reflection;
using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Checkpoints;

/// <summary>
/// Whatever changes a training's results shows in what its checkpoints belong to, settings that are still to come included.
/// </summary>
public class TrainingIdentityTests
{
    private static readonly ModelDescription Model = new(
        "M",
        "",
        [new DataField("x", Domain.Unit, 0, [2], true)],
        "x",
        ["sse_y"],
        new TrainingPlan(Optimizers.Of("adam")));

    public static TheoryData<string, string> Settings() =>
    [
        .. new[] { typeof(TrainingPlan), typeof(PhasePlan), typeof(TurnPlan), typeof(OptimizerPlan), typeof(BindOptions) }
            .SelectMany(type => type.GetProperties()
                .Where(property => property.CanWrite)
                .Select(property => new TheoryDataRow<string, string>(type.Name, property.Name))),
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_shows(string type, string name)
    {
        // The learning rate depends on the number of epochs; where batches are computed changes rounding alone; slots, script, objective
        // and what moves follow from the rest; the texts of classes show in the values of the data.
        var plan = Training.Settings.Plan("schedule: cosine");
        var phase = plan.Phases[0];
        TrainingPlan Turn(TurnPlan turn) => plan with { Phases = [phase with { Turns = [turn] }] };
        var (one, other) = type switch
        {
            nameof(TrainingPlan) => (Of(plan), Of(With(plan, name))),
            nameof(PhasePlan) => (Of(plan), Of(plan with { Phases = [With(phase, name)] })),
            nameof(TurnPlan) => (Of(plan), Of(Turn(With(phase.Turns[0], name)))),
            nameof(OptimizerPlan) => (Of(plan), Of(Turn(new TurnPlan(With(phase.Turns[0].Optimizer, name))))),
            nameof(BindOptions) => (Of(plan), Of(plan, With(new BindOptions(), name))),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
        var isFree = (type, name) is (nameof(BindOptions), nameof(BindOptions.Device) or nameof(BindOptions.Texts))
            or (nameof(TrainingPlan), nameof(TrainingPlan.Initialiser) or nameof(TrainingPlan.From))
            or (nameof(PhasePlan), nameof(PhasePlan.Objective))
            or (nameof(TurnPlan), nameof(TurnPlan.Moves))
            or (nameof(OptimizerPlan), nameof(OptimizerPlan.Slots) or nameof(OptimizerPlan.Script));
        Assert.Equal(isFree, Differences.Between(one, other).Count == 0);
    }

    [Fact]
    public void Epochs_may_grow_where_the_learning_rate_does_not_depend_on_them()
    {
        var plan = new TrainingPlan(Optimizers.Of("adam"));
        Assert.Empty(Differences.Between(Of(plan), Of(plan with { Phases = [plan.Phases[0] with { Epochs = 11 }] })));
    }

    [Fact]
    public void The_data_shows_by_count_split_type_shape_and_value()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new byte[,] { { 0, 255 }, { 7, 9 }, { 1, 2 } });
        var whole = Of(x, x);
        Assert.Equal(
            [
                "training: 3 examples",
                "test: 3 examples",
                $"x, training: byte[3, 2] of grey values, sha256 {TensorDigest.Of(x)}",
                $"x, test: byte[3, 2] of grey values, sha256 {TensorDigest.Of(x)}"
            ],
            whole.Data.Lines);
        Assert.Equal(["it was trained on 3 examples, the data has 2 examples"], Differences.Between(whole, Of(x.narrow(0, 0, 2), x)));
        Assert.Equal(["it was tested on 3 examples, the data has 0 examples"], Differences.Between(whole, Of(x, null)));
        Assert.Equal(["the values of `x` in the training data are others"], Differences.Between(whole, Of(x.flip(0), x)));
        Assert.Equal(["the values of `x` in the test data are others"], Differences.Between(whole, Of(x, x.flip(1))));
        Assert.Equal(
            [
                "the values of `x` in the training data were byte[3, 2] of grey values, are float32[3, 2]",
                "the values of `x` in the test data were byte[3, 2] of grey values, are float32[3, 2]"
            ],
            Differences.Between(whole, Of(x.to_type(ScalarType.Float32).div(255), x.to_type(ScalarType.Float32).div(255))));
    }

    private static TrainingIdentity Of(TrainingPlan plan, BindOptions? options = null)
    {
        using var x = zeros(2, 2);
        return Of(x, null, plan, options);
    }

    private static TrainingIdentity Of(Tensor train, Tensor? test, TrainingPlan? plan = null, BindOptions? options = null)
    {
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = train },
            test is null ? null : new Dictionary<string, Tensor> { ["x"] = test });
        using var bound = data.Bind(Model.Fields, options is null ? null : options with { Device = CPU });
        return TrainingIdentity.Of(Model, plan ?? Model.Plan, options ?? new BindOptions(), bound, new Dictionary<string, double>());
    }

    /// <summary>A copy with another value in one place.</summary>
    private static T With<T>(T settings, string name)
        where T : class
    {
        var copy = (T)typeof(T).GetMethod("<Clone>$")!.Invoke(settings, null)!;
        var property = typeof(T).GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!;
        object other = property.GetValue(copy) switch
        {
            int number => number + 1,
            double number => (number / 2) + 0.1,
            null when property.PropertyType == typeof(string) => "he",
            null when property.PropertyType == typeof(GradientClip) => new GradientClip(ClipKind.Value, 1),
            null when property.PropertyType == typeof(int?) => 3,
            null when property.PropertyType == typeof(IReadOnlyList<string>) => new[] { "encoder.dense1.weight" },
            null => 1.0,
            RateSchedule => RateSchedule.Constant,
            IReadOnlyList<PhasePlan> phases => phases.Concat(phases).ToArray(),
            IReadOnlyList<TurnPlan> turns => turns.Concat(turns).ToArray(),
            OptimizerPlan => Optimizers.Of("sgd(0.1)"),
            string word => word + "w",
            IReadOnlyList<OptimizerSetting> all => all.Select(setting => setting with { Value = setting.Value / 2 }).ToArray(),
            IReadOnlyList<string> slots => slots.Take(1).ToArray(),
            IReadOnlyDictionary<string, IReadOnlyList<string>> => new Dictionary<string, IReadOnlyList<string>> { ["x"] = ["a", "b"] },
            ScalarType => ScalarType.Float64,
            Device => new Device(DeviceType.META),
            Enum value => Enum.GetValues(value.GetType()).Cast<object>().First(item => !item.Equals(value)),
            var value =>
                throw new InvalidOperationException($"There is no other value for {property.Name}, which is {value}; say one here."),
        };
        property.SetValue(copy, other);
        return copy;
    }
}
