using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Generation;
using Hourglass.Reports;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Generation;

/// <summary>Pictures of what decoders make of codes that are drawn, or chosen.</summary>
internal sealed class Pictures(Trained trained, CodeMixture mixture, Dataset images, string folder)
{
    private const int Columns = 12;
    private const int Side = 14;

    /// <summary>Draws them and gives their paths.</summary>
    public IReadOnlyList<string> Save()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(trained.Seed);
        var (drawn, plane) = (Path.Combine(folder, "generation.png"), Path.Combine(folder, "plane.png"));
        ImageGrid.Save(drawn, [.. Draws(), .. Ways(), .. OfClasses()], side: 28);
        ImageGrid.Save(plane, trained.Plane.Manifold(Side).split(Side), side: 28);
        return [drawn, plane];
    }

    /// <summary>Two rows each of the prior, of a mixture on the codes and of the second model.</summary>
    private IEnumerable<Tensor> Draws()
    {
        const int count = 2 * Columns;
        var second = CodeGeneration.Decode(trained.Digits, trained.Codes.Untyped.Sample(count)!);
        Tensor[] drawn = [trained.Digits.Untyped.Sample(count)!, mixture.Sample(count, (ulong)trained.Seed), second];
        return drawn.SelectMany(values => values.split(Columns));
    }

    /// <summary>
    /// From the code of one test image to that of another, along a line and along a great circle; one number of a code from -3 to 3.
    /// </summary>
    private IEnumerable<Tensor> Ways()
    {
        using var bound = trained.Digits.Bind(images);
        using var batch = bound.TestBatch(arange(2L, ScalarType.Int64));
        var codes = trained.Digits.Untyped.Code(batch)!.detach();
        yield return trained.Digits.Interpolate(codes[0], codes[1], Columns);
        yield return trained.Digits.Interpolate(codes[0], codes[1], Columns, spherical: true);
        yield return trained.Digits.Traverse(codes[0], dimension: 0, low: -3, high: 3, Columns);
    }

    /// <summary>One code as each of the classes; a row has the first of them twice.</summary>
    private IEnumerable<Tensor> OfClasses()
    {
        using var classes = new Batch(
            new Dictionary<string, Tensor> { ["y"] = arange(Columns, ScalarType.Int64).remainder(10).repeat(2) }, 2 * Columns);
        var codes = trained.Classes.Untyped.Prior("z", 2)!.Sample().repeat_interleave(Columns, 0);
        return CodeGeneration.Decode(trained.Classes, codes, classes).split(Columns);
    }
}
