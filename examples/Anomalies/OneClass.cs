using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace Anomalies;

/// <summary>One class of images is normal, and all others are not.</summary>
internal static class OneClass
{
    /// <summary>Judges classes, and draws what is strange to the first.</summary>
    /// <param name="images">Images with classes.</param>
    /// <param name="classes">Those that are normal, one after the other.</param>
    /// <param name="seed">Of the training.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="picture">The file to draw.</param>
    public static void Judge(Dataset images, IReadOnlyList<int> classes, int seed, Recipe recipe, string picture)
    {
        var all = new List<Judgement>();
        foreach (var normal in classes)
        {
            using var scope = NewDisposeScope();
            using var model = new Image(seed);
            using var bound = model.Bind(images);
            var label = images.LabelColumn
                ?? throw new DataException($"'{images.Name}' has no classes. Give images with a file of labels.");
            var known = images.Classes(label, DataSplit.Train);
            long[] places = [.. Enumerable.Range(0, known.Count).Where(i => known[i] == normal).Select(i => (long)i)];
            if (places.Length == 0)
            {
                throw new DataException($"'{images.Name}' has no image of the class {normal} to train on. Name another one: --normal.");
            }

            using var mine = bound.TrainBatch(tensor(places));
            using var test = bound.TestBatch(arange((long)bound.TestCount, ScalarType.Int64));
            var rows = new Dictionary<string, Tensor> { ["x"] = mine["x"] };
            using var train = Dataset.FromTensors(rows, name: images.Name);
            using var judged = Dataset.FromTensors(rows, new Dictionary<string, Tensor> { ["x"] = test["x"] }, images.Name);
            bool[] anomalies = [.. images.Classes(label, DataSplit.Test).Select(other => other != normal)];
            var found = recipe.Judge(model, train, judged, anomalies, seed, FormattableString.Invariant($"class-{normal}"));
            if (all.Count == 0)
            {
                Figures.Head("normal class", found);
                using var pass = model.Bind(judged);
                StrangePicture.Draw(new SplitPass(model, pass, DataSplit.Test), found.Scores, picture);
            }

            Figures.Line(FormattableString.Invariant($"{normal}"), [found]);
            all.Add(found);
        }

        if (all.Count > 1)
        {
            Figures.Line("mean", all);
        }
    }
}
