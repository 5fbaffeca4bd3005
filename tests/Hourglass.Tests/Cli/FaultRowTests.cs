using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Tests.Datasets;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>
/// The inputs on which release 0.1.0 failed, each by the command that showed it. The kinds are tested one by one elsewhere; here the
/// tool's whole path is.
/// </summary>
public sealed partial class FaultRowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>01: one example is left for the last batch, and batch normalisation cannot take it.</summary>
    [Theory]
    [InlineData("bn.ae", "--limit", "129")]
    [InlineData("tiny-batchnorm.ae", "--limit", "97")]
    [InlineData("bn9.ae", "--data", "nine.csv")]
    [InlineData("bncsv.ae", "--data", "d17.csv")]
    public void A_tail_of_one_trains(string model, params string[] options)
    {
        var result = Train("01-batchnorm-tail", model, "out", options);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.DoesNotContain("NaN", result.Out, StringComparison.Ordinal);
    }

    /// <summary>02: what a checkpoint does not belong to.</summary>
    [Theory]
    [InlineData("beta100.ae", "had weight 1, has 100")]
    [InlineData("tanh.ae", "tanh")]
    [InlineData("a.ae", "binarize", "--binarize", "threshold")]
    public void A_changed_training_is_not_resumed(string model, string expected, params string[] options)
    {
        Assert.Equal(0, Train("02-resume-changed", "a.ae", "out", "--limit", "500").Code);
        var resumed = Train("02-resume-changed", model, "out", ["--limit", "500", "--resume", "--epochs", "3", .. options]);
        Assert.Equal(1, resumed.Code);
        Assert.Contains("belongs to another training: ", resumed.Error, StringComparison.Ordinal);
        Assert.Contains(expected, resumed.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, Train("02-resume-changed", "a.ae", "out", "--limit", "500", "--resume", "--epochs", "3").Code);
    }

    [Fact]
    public void Changed_data_are_not_resumed()
    {
        Assert.Equal(0, Train("02-resume-changed", "tab.ae", "out", "--data", "first.csv").Code);
        Fails(
            Train("02-resume-changed", "tab.ae", "out", "--data", "other.csv", "--resume", "--epochs", "3"),
            "the values of `x` in the training data are others");
    }

    /// <summary>03 and 09: files of values that are written in another way.</summary>
    [Theory]
    [InlineData("03-decimal-comma", "semimix.csv", "'0,5' in the column 'a' (1) is a number with a decimal comma: give --decimal ,")]
    [InlineData("03-decimal-comma", "bool.csv", "set aside: a (text: 'True' in line 2)")]
    [InlineData("09-csv-messages", "huge.csv", "is in single precision, whose numbers end at 3.4e38, but example 9")]
    [InlineData("09-csv-messages", "semidec.csv", "is a number with a decimal comma: give --decimal ,")]
    [InlineData("09-csv-messages", "big.csv", "`x` ranges from -1.5058 to 1E+30")]
    public void Files_of_values_are_called_what_they_are(string fault, string file, string expected) =>
        Fails(Train(fault, "csv.ae", "out", "--data", file), expected);

    [Theory]
    [InlineData("03-decimal-comma", "semimix.csv")]
    [InlineData("09-csv-messages", "semidec.csv")]
    public void The_option_that_is_proposed_reads_them(string fault, string file)
    {
        var result = Train(fault, "csv.ae", "out", "--data", file, "--decimal", ",");
        Assert.DoesNotContain("decimal", result.Error, StringComparison.Ordinal);
        Assert.True(result.Code == 0 || result.Error.Contains("columns of numbers", StringComparison.Ordinal), result.Error);
    }

    [Fact]
    public void Blanks_separate_as_well_as_commas()
    {
        var result = Train("09-csv-messages", "csv.ae", "out", "--data", "spacesep.csv");
        Assert.Equal(0, result.Code);
        Assert.Contains("x [3] <- a, b, c", result.Out, StringComparison.Ordinal);
    }

    /// <summary>04: no learning rate has acted in the first step.</summary>
    [Theory]
    [InlineData("v.ae")]
    [InlineData("v-advice-followed.ae")]
    public void Large_values_are_named_not_the_rate(string model)
    {
        var result = Train("04-nan-step1", model, "out", "--data", "scaled.csv");
        Fails(result, "`x` ranges from -2525.668 to 123787.5 ('c' from 73544.76 to 123787.5)");
        Assert.DoesNotContain("lower learning rate", result.Error, StringComparison.Ordinal);
    }

    /// <summary>05: the folder of another run.</summary>
    [Fact]
    public void The_folder_of_another_run_is_not_touched()
    {
        Assert.Equal(0, Train("05-stale-checkpoint", "v.ae", "s", "--data", "std.csv").Code);
        var before = Files("s");
        var other = Train("05-stale-checkpoint", "other.ae", "s", "--data", "scaled.csv");
        Fails(other, "holds the results of the model 'V'; this one is 'Other'");
        Assert.DoesNotContain("checkpoint is kept", other.Error, StringComparison.Ordinal);
        Assert.Equal(before, Files("s"));
    }

    /// <summary>06: the same model, its map flattened before or behind the sigmoid.</summary>
    [Fact]
    public void Logits_pass_through_a_reshape()
    {
        var totals = new[] { "A", "B", "C" }.Select(model =>
        {
            var result = Train("06-sigmoid-reshape", "sat.ae", model, "--model", model, "--limit", "2000", "--step", "readable");
            Assert.Equal(0, result.Code);
            return Total().Match(result.Out[result.Out.LastIndexOf("epoch ", StringComparison.Ordinal)..]).Groups[1].Value;
        }).ToArray();
        Assert.Single(totals.Distinct());
        Assert.True(double.Parse(totals[0], CultureInfo.InvariantCulture) < 200, totals[0]);
    }

    /// <summary>07: advice that can be followed.</summary>
    [Fact]
    public void Missing_numbers_may_be_declared_optional()
    {
        var result = Train("07-missing-advice", "csv.ae", "out", "--data", "empty.csv");
        Fails(result, "has a missing value (NaN) in the column 'a'");
        Assert.Contains("`data x?: real[3]`", result.Error, StringComparison.Ordinal);
    }

    /// <summary>08: a ramp that is longer than the training, by the file or by the command line.</summary>
    [Fact]
    public void A_ramp_that_does_not_end_is_told()
    {
        var file = Path.Combine(SharedData.Faults, "08-long-ramp", "r.ae");
        Assert.Contains("warning AE4018", Tool.Run("check", file).Out, StringComparison.Ordinal);
        var trained = Train("08-long-ramp", "r.ae", "out", "--data", "ok.csv", "--epochs", "1");
        Assert.Equal(0, trained.Code);
        Assert.Contains(
            "The weight of 'kl_z' never gets to the end of its ramp: that takes 400 epochs, and training ends after 1.",
            trained.Out.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
    }

    /// <summary>10: chains that were longer than the stack.</summary>
    [Fact]
    public void Chains_are_one_error()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(SharedData.Faults, "10-stack-depth"), "*.ae"))
        {
            var result = Tool.Run("check", file);
            Assert.EndsWith("1 file checked: 1 error\n", result.Out, StringComparison.Ordinal);
        }
    }

    /// <summary>11: checkpoints of 0.1.0 that ended the process, or were an error of the program.</summary>
    [Theory]
    [InlineData("rng", "in 'optimizer-0002-00000-f1f3281f.safetensors', 'rng_state' is ")]
    [InlineData("mm", "in manifest.json, sums[")]
    public void Damaged_checkpoints_are_told_by_the_field(string folder, string expected)
    {
        var from = Path.Combine(SharedData.Faults, "11-checkpoint", folder);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = _folder.File(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.WriteAllBytes(to, File.ReadAllBytes(file));
        }

        var result = Train("11-checkpoint", "tiny.ae", folder, "--limit", "96", "--epochs", "4", "--resume");
        Fails(result, "is damaged: " + expected);
    }

    /// <summary>One edit each, and up to 31 errors.</summary>
    [Fact]
    public void One_edit_is_few_errors()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(SharedData.Faults, "many"), "*.ae"))
        {
            var errors = Tool.Run("check", "--format", "msbuild", file)
                .Out.Split('\n')
                .Count(line => line.Contains("error AE", StringComparison.Ordinal));
            Assert.InRange(errors, 1, 3);
        }
    }

    private static void Fails(ToolResult result, string expected)
    {
        Assert.Equal(1, result.Code);
        Assert.Contains(expected, result.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private ToolResult Train(string fault, string model, string folder, params string[] options)
    {
        var at = Path.Combine(SharedData.Faults, fault);
        var words = options.Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? Path.Combine(at, word) : word);
        return Tool.Run(["train", Path.Combine(at, model), .. words, "--out", _folder.File(folder), "--no-report"]);
    }

    private (string Name, string Hash)[] Files(string folder) =>
    [
        .. Directory.GetFiles(_folder.File(folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (file, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))))),
    ];

    [GeneratedRegex(@"train total (\S+)")]
    private static partial Regex Total();
}
