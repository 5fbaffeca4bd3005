using Hourglass.Compiler;
using Hourglass.Compiler.Emit.PyTorch;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.PyTorch;

/// <summary>The command <c>export --pytorch</c>: what it writes, and what it refuses.</summary>
public class ExportTests
{
    [Fact]
    public void It_writes_the_module_the_plan_and_the_weights()
    {
        using var folder = new TemporaryFolder();
        var (run, target) = (folder.File("run"), folder.File("vae"));
        Assert.Equal(0, Tool.Run("train", Corpus.File("12"), "--limit", "200", "--epochs", "1", "--no-report", "--out", run).Code);
        var result = Tool.Run("export", Corpus.File("12"), "--run", run, "--pytorch", target);
        Assert.Equal(
            (0, $"Vae in {target}: safetensors_file.py, train.py, training.py, vae.py, initial.safetensors, model.safetensors\n", ""),
            (result.Code, result.Out, result.Error));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(run, "model.safetensors")), File.ReadAllBytes(Path.Combine(target, "model.safetensors")));
    }

    [Fact]
    public void Constants_may_be_set()
    {
        using var folder = new TemporaryFolder();
        var source = folder.File("m.ae");
        File.WriteAllText(
            source,
            "model M(width = 3) {\n data x: real[4]\n encode z = x -> dense(width)\n decode y = z -> dense(4)\n"
            + " minimize mse(y, x)\n}\n");
        Assert.Equal(0, Tool.Run("export", source, "--set", "width=2", "--pytorch", folder.File("m")).Code);
        Assert.Contains("nn.Linear(4, 2)", File.ReadAllText(Path.Combine(folder.File("m"), "m.py")), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_there_stay_unless_they_may_be_replaced()
    {
        using var folder = new TemporaryFolder();
        var target = folder.File("vae");
        Directory.CreateDirectory(target);
        var own = Path.Combine(target, "train.py");
        File.WriteAllText(own, "# changed by hand");
        Tool.Run("export", Corpus.File("12"), "--pytorch", target).AssertFails(
            1, $"There is a file '{own}' already. Name another folder, or let it be replaced: --overwrite.");
        Assert.Equal("# changed by hand", File.ReadAllText(own));
        Assert.Equal(0, Tool.Run("export", Corpus.File("12"), "--pytorch", target, "--overwrite").Code);
        Assert.NotEqual("# changed by hand", File.ReadAllText(own));
        Tool.Run("export", Corpus.File("12"), "--pytorch", own).AssertFails(2, $"--pytorch takes a folder, and '{own}' is a file.");
    }

    [Fact]
    public void A_posterior_that_is_found_is_refused_by_its_name()
    {
        using var folder = new TemporaryFolder();
        Tool.Run("export", Corpus.File("26"), "--pytorch", folder.File("out")).AssertFails(
            1,
            "`mean_field` of `c` cannot be exported to PyTorch: its posterior is found by coordinate ascent over all examples, which no "
            + "optimizer of PyTorch does. Train the model here, and export one whose codes are drawn, such as `normal`.");
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public void What_to_write_must_be_said() => Tool.Run("export", Corpus.File("12")).AssertFails(
        2, "Say what to write: --onnx FOLDER, or --pytorch FOLDER.");

    [Theory]
    [InlineData("apply", "is a member of every module of PyTorch")]
    [InlineData("lambda", "is a word of Python")]
    public void A_label_that_Python_has_already_is_refused(string label, string why)
    {
        var text = $"model M {{\n data x: real[4]\n encode z = x -> {label}: dense(2)\n decode y = z -> dense(4)\n"
            + " minimize mse(y, x)\n}\n";
        var refused = Assert.Throws<UnexportedException>(() => AeCompiler.PyTorch(TextModel.Check(text).Models[0].Binding));
        Assert.Equal(
            $"The layer `encoder.{label}` cannot be exported: `{label}` {why}. Give the stage, or the variable, another name.",
            refused.Message);
    }

    [Fact]
    public void Names_of_Pythons_own_are_others_here()
    {
        const string text = "model Torch {\n data class: real[4]\n encode self = class -> dense(2)\n decode y = self -> dense(4)\n"
            + " minimize mse(y, class)\n}\n";
        var files = AeCompiler.PyTorch(TextModel.Check(text).Models[0].Binding);
        Assert.Equal("torch_model", files.Module);
        Assert.Contains("def encode(self, class_2: Tensor)", files.Texts["torch_model.py"], StringComparison.Ordinal);
        Assert.Contains("def decode(self, self_2: Tensor)", files.Texts["torch_model.py"], StringComparison.Ordinal);
    }
}
