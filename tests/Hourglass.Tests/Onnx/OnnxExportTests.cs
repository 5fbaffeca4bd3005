using Hourglass.Datasets;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Onnx;

/// <summary>The files of an export: what they say of themselves, batches of any size, and what is refused.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private const string Text = """
        /// Two columns.
        model Columns {
          /// Metres.
          data   x: real[2] -> standardize
          /// Where it lies.
          encode z ~ x -> dense(3, tanh) -> normal(1)
          decode x ~ z -> dense(3, tanh) -> normal(variance: learned)
          minimize elbo
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_has_names_sizes_and_words_from_the_model()
    {
        using var model = TextModel.Create(Text);
        var file = _folder.File("new", "reconstruct.onnx");
        model.ExportOnnx(file, OnnxGraph.Reconstruct);
        using var session = new OnnxSession(file);
        Assert.Equal([-1, 2], session.Inputs["x"].Dimensions);
        Assert.Equal(["N", ""], session.Inputs["x"].SymbolicDimensions);
        Assert.Equal([-1, 2], session.Outputs["reconstruction"].Dimensions);
        Assert.Equal(
            ("Hourglass", "Two columns.", "reconstruct"),
            (session.Metadata.ProducerName, session.Metadata.Description, session.Metadata.GraphName));
        Assert.Equal(("Columns", model.Description.Definition), (
            session.Metadata.CustomMetadataMap["model"], session.Metadata.CustomMetadataMap["definition"]));
        var info = Hourglass.Onnx.Format.ModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).Graph.Input.Single();
        Assert.Equal("The data x, real, in their own units. Metres.", info.DocString);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_batch_may_have_any_size(int examples)
    {
        using var model = TextModel.Create(Text);
        using var scope = NewDisposeScope();
        var files = model.ExportOnnx(_folder.Path);
        var x = Numbers.NormalSingles(1, examples, 2);
        foreach (var graph in new[] { OnnxGraph.Encode, OnnxGraph.Reconstruct, OnnxGraph.Score })
        {
            using var session = new OnnxSession(files.Written[graph]);
            Assert.All(session.Run(new Dictionary<string, Tensor> { ["x"] = x }).Values, made => Assert.Equal(examples, made.size(0)));
        }
    }

    /// <summary>The graph has the statistics by which the data are prepared: those that the training found.</summary>
    [Fact]
    public void Data_come_in_their_own_units_and_go_back_to_them()
    {
        using var model = TextModel.Create(Text);
        using var scope = NewDisposeScope();
        using (new RandomScope(4))
        {
            var x = (randn(64, 2) * tensor(new[] { 100f, 0.01f })) + tensor(new[] { 5000f, -3f });
            using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x.alias() });
            model.TrainOn(data, new TrainOptions { Epochs = 1, Batch = 16 });
            model.ExportOnnx(_folder.File("r.onnx"), OnnxGraph.Reconstruct);
            using var session = new OnnxSession(_folder.File("r.onnx"));
            var made = session.Run(new Dictionary<string, Tensor> { ["x"] = x })["reconstruction"];
            using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = x.alias() }, 64);
            Assert.InRange(OnnxTwin.Difference(model.Untyped.Reconstruct(batch)!, made, "reconstruction"), 0, 1e-5);
            Assert.InRange(made.select(1, 0).mean().item<float>(), 4900, 5100);
        }
    }

    [Fact]
    public void Weights_of_double_precision_become_single()
    {
        using var model = TextModel.Create(Text);
        model.to(ScalarType.Float64);
        model.ExportOnnx(_folder.File("e.onnx"), OnnxGraph.Encode);
        using var session = new OnnxSession(_folder.File("e.onnx"));
        using var scope = NewDisposeScope();
        Assert.Equal([4, 1], session.Run(new Dictionary<string, Tensor> { ["x"] = ones(4, 2) })["z"].shape);
    }

    [Fact]
    public void A_graph_that_there_is_not_is_named_with_those_that_there_are()
    {
        using var model = TextModel.Create(
            "model Plain { data x: real[2] encode h = x -> dense(1) decode y = h -> dense(2) minimize mse(y, x) }");
        Assert.Equal(
            "Plain has no graph 'sample'. It has encode, decode, reconstruct, score.",
            Assert.Throws<HourglassException>(() => model.ExportOnnx(_folder.File("s.onnx"), OnnxGraph.Sample)).Message);
    }

    [Fact]
    public void A_graph_without_operators_is_refused_by_name_and_the_others_are_written()
    {
        using var model = TextModel.Create(
            "model Counts { data x: count[3] encode z ~ x -> poisson(2) decode x ~ z -> poisson minimize elbo }");
        var files = model.ExportOnnx(_folder.Path);
        Assert.Equal("draws of counts", Assert.Single(files.Refused, pair => pair.Key == OnnxGraph.Sample).Value);
        Assert.All(files.Written.Values, file => Assert.True(File.Exists(file)));
        Assert.Equal(
            "The graph 'sample' of Counts has no ONNX file, as ONNX has no operators for draws of counts. It has encode, decode, "
                + "reconstruct, score.",
            Assert.Throws<HourglassException>(() => model.ExportOnnx(_folder.File("s.onnx"), OnnxGraph.Sample)).Message);
    }

    [Fact]
    public void The_tool_writes_a_folder_or_one_graph_and_replaces_nothing_unasked()
    {
        var (text, weights, folder) = (_folder.File("m.ae"), _folder.File("w.safetensors"), _folder.File("out"));
        File.WriteAllText(text, Text);
        using (var model = TextModel.Create(Text))
        {
            model.Save(weights);
        }

        var result = Tool.Run("export", text, "--run", weights, "--onnx", folder);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(
            string.Concat(new[] { "encode", "decode", "reconstruct", "score", "sample" }.Select(
                graph => $"{graph} of Columns in {Path.Combine(folder, graph)}.onnx\n")),
            result.Out);
        var file = Path.Combine(folder, "encode.onnx");
        Tool.Run("export", text, "--run", weights, "--onnx", folder)
            .AssertFails(1, $"There is a file '{file}' already. Name another folder, or let it be replaced: --overwrite.");
        Assert.Equal(0, Tool.Run("export", text, "--run", weights, "--onnx", file, "--graph", "decode", "--overwrite").Code);
        using var session = new OnnxSession(file);
        Assert.Equal(["z"], session.Inputs.Keys);
    }

    [Theory]
    [InlineData("Say what to write: --onnx FOLDER, or --pytorch FOLDER.")]
    [InlineData(
        "--graph takes encode, decode, reconstruct, predict, score, sample, found 'picture'.", "--onnx", "o.onnx", "--graph", "picture")]
    [InlineData("--graph says which graph --onnx writes; name the file as well.", "--graph", "encode")]
    [InlineData("--onnx takes a file whose name ends in .onnx, found 'o'.", "--onnx", "o", "--graph", "encode")]
    [InlineData(
        "--onnx takes a folder for all graphs of a model, found 'o.onnx'. Name a folder, or one graph for a file: --graph.",
        "--onnx",
        "o.onnx")]
    public void The_tool_says_what_is_wrong_with_its_words(string message, params string[] words) =>
        Tool.Run(["export", "m.ae", "--run", "r", .. words]).AssertFails(2, message);

    public void Dispose() => _folder.Dispose();
}
