using System.Buffers.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Damage;

/// <summary>Files that are whole, with hashes that fit, and hold what no training leaves behind.</summary>
internal static class TensorDamage
{
    private const string RandomState = "rng_state";

    /// <summary>Places in torch's structure of the generator's state that hold more than numbers of 32 bits.</summary>
    private static readonly int[] Structure = [8, 12, 16, 20, 28, 5012, 5040, 5052];

    public static IReadOnlyList<DamageKind> Kinds { get; } =
    [
        new("tensor: missing", MustRefuse: true, (random, it) => Edit(random, it, (tensors, key) => tensors.Remove(key))),
        new("tensor: one too many", MustRefuse: true, (random, it) => Edit(random, it, (tensors, _) => tensors.Add("other", zeros(2)))),
        new(
            "tensor: another type of element",
            MustRefuse: true,
            (random, it) => Edit(random, it, (tensors, key) => tensors[key] = tensors[key].to_type(DamageKind.Pick(
                random,
                new[]
                {
                    ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int32, ScalarType.Bool,
                    ScalarType.ComplexFloat32
                })))),
        new(
            "tensor: another shape",
            MustRefuse: true,
            (random, it) => Edit(random, it, (tensors, key) => tensors[key] = random.Next(3) switch
            {
                0 => tensors[key].unsqueeze(0),
                1 => tensors[key].reshape(-1).unsqueeze(1),
                _ => tensors[key].reshape(-1).repeat(2),
            })),
        new(
            "tensor: empty",
            MustRefuse: true,
            (random, it) => Edit(random, it, (tensors, key) => tensors[key] = tensors[key].reshape(-1).narrow(0, 0, 0))),
        new("tensor: NaN or infinity in it", MustRefuse: true, (random, it) => Edit(
            random,
            it,
            (tensors, key) =>
            {
                var flat = tensors[key].reshape(-1).clone();
                flat[random.Next((int)flat.shape[0])] = torch.tensor(
                    DamageKind.Pick(random, new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity }));
                tensors[key] = flat.reshape(tensors[key].shape);
            },
            tensor => tensor.is_floating_point())),
        new("optimizer: a count of steps that cannot be", MustRefuse: true, (random, it) => Optimizer(
            it, tensors => Fill(random, tensors, ".step", DamageKind.Pick(random, new[] { -1, 0.5, 1e6, 1e30 })))),
        new(
            "optimizer: a square below 0",
            MustRefuse: true,
            (random, it) => Optimizer(it, tensors => Fill(random, tensors, ".exp_avg_sq", -1e-3))),
        new("weights: a variance below 0", MustRefuse: true, (random, it) => SealedManifest.EditTensors(
            it.Manifest, "modelFile", tensors => Fill(random, tensors, ".running_var", -1e-3))),
        new(
            "random state: its structure",
            MustRefuse: true,
            (random, it) => Optimizer(it, tensors => BinaryPrimitives.WriteInt32LittleEndian(
                tensors[RandomState].bytes[DamageKind.Pick(random, Structure)..], DamageKind.Pick(
                    random, new[] { -1, int.MaxValue, 100_000 })))),
        new("random state: zeros", MustRefuse: true, (_, it) => Optimizer(it, tensors => tensors[RandomState].zero_())),
        new(
            "random state: random bytes",
            MustRefuse: true,
            (random, it) => Optimizer(it, tensors => random.NextBytes(tensors[RandomState].bytes))),
        new(
            "random state: a byte of it",
            MustRefuse: false,
            (random, it) => Optimizer(it, tensors => tensors[RandomState].bytes[random.Next(5056)] = (byte)random.Next(256))),
        new("random state: another length or type", MustRefuse: true, (random, it) => Optimizer(it, tensors =>
        {
            var state = tensors[RandomState];
            tensors[RandomState] = random.Next(5) switch
            {
                0 => state.narrow(0, 0, random.Next(5056)),
                1 => cat([state, state.narrow(0, 0, random.Next(1, 100))]),
                2 => state.narrow(0, 0, 5048), // The length of older versions of torch.
                3 => state.to_type(ScalarType.Int8),
                _ => state.reshape(2, -1),
            };
        })),
        new("weights: other ones that are possible", MustRefuse: false, (random, it) => Edit(
            random, it, (tensors, key) => tensors[key] = tensors[key] * 0.5, tensor => tensor.is_floating_point(), "modelFile")),
    ];

    private static void Edit(
        Random random,
        Checkpoint it,
        Action<Dictionary<string, Tensor>, string> change,
        Func<Tensor, bool>? which = null,
        string? field = null) =>
        SealedManifest.EditTensors(it.Manifest, field ?? FileDamage.File(random), tensors => change(
            tensors,
            DamageKind.Pick(
                random,
                tensors.Where(pair => which?.Invoke(pair.Value) ?? true).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToList())));

    private static void Optimizer(Checkpoint it, Action<Dictionary<string, Tensor>> change) =>
        SealedManifest.EditTensors(it.Manifest, "optimizerFile", change);

    private static void Fill(Random random, Dictionary<string, Tensor> tensors, string slot, double value)
    {
        var key = DamageKind.Pick(
            random, tensors.Keys.Where(key => key.EndsWith(slot, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList());
        tensors[key] = full_like(tensors[key], value);
    }
}
