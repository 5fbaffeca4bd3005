using System.Diagnostics;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>Files of values at the tool: what it reads, what it says, what it refuses.</summary>
public sealed class DataOptionTests : IDisposable
{
    private const string Model = "model T {\n  data x: real[3]\n  encode h = x -> dense(2, tanh)\n  decode r = h -> dense(3)\n"
        + "  minimize mse(r, x)\n  train { batch: 4  epochs: 1 }\n}\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b,c,d\n1,2,3,q\n4,5,6,r\n", "x [3] <- a, b, c\nset aside: d (text: 'q' in line 2)\n")]
    [InlineData("a;b;c\n1,5;2;3\n4;5;6\n", "fields of t.csv are separated by semicolons\nx [3] <- a, b, c\n", "--decimal", ",")]
    [InlineData("a;b;c\n1,5;2;3\n4;5;6\n", "x [3] <- a, b, c\n", "--decimal", "comma", "--separator", ";")]
    [InlineData("1\t2\t3\n4\t5\t6\n", "x [3] <- c1, c2, c3\n", "--no-header", "--separator", "tab")]
    [InlineData("1  2  3\n4  5  6\n", "x [3] <- c1, c2, c3\n", "--no-header", "--separator", "blank")]
    [InlineData("id,a,b,c\nq,1,2,3\n7,4,5,6\n", "x [3] <- c, a, b\nset aside: id (not among --columns)\n", "--columns", "c,a,b")]
    [InlineData(
        "id,a,b,c\nq,1,2,3\n7,4,5,6\n",
        "x [3] <- a, b, c\nset aside: id (not among --columns)\n",
        "--columns",
        "a..b",
        "--columns",
        "c")]
    public void It_says_which_column_feeds_what(string text, string lines, params string[] options)
    {
        var result = Train(text, options);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains($"; output in {_folder.File("out")}\n{lines}epoch 1/1", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b,c\nTrue,1,2\nFalse,3,4\n", "has 2 columns of numbers left for it: b, c; set aside: a (text: 'True' in line 2).")]
    [InlineData(
        "a;b;c;d;e;f\n0,5;0,25;0;1;2;0,5\n",
        "t.csv(2): '0,5' in the column 'a' (1) is a number with a decimal comma: give --decimal , (in C#, CsvOptions.Decimal). "
            + "Thousands separators are not read.")]
    [InlineData(
        "a,b,c\n1,2,3\n1e300,2,3\n",
        "is in single precision, whose numbers end at 3.4e38, but example 1 (counted from 0) of the training data 't.csv' has 1E+300 "
            + "in the column 'a'.")]
    [InlineData("a,,c\n1,2,3\n", "t.csv(1): the header names no column 2; every column needs a name.")]
    [InlineData(
        "a,b,c\n1,,3\n",
        "has a missing value (NaN) in the column 'b'; its values range from 1 to 3, with some that are no finite numbers. "
            + "Declare that elements may be missing, `data x?: real[3]`; or fill it in, or remove the example.")]
    [InlineData(
        "x,a,b,c\nq,1,2,3\n",
        "The variable 'x' reads the column 'x' of the data 't.csv' by its name, but that is set aside (text: 'q' in line 2)")]
    [InlineData("a,b,c\n1,2,3\n", "The comma cannot be both the separator and the decimal mark", "--decimal", ",", "--separator", ",")]
    [InlineData("a,b,c\n1,2,3\n", "has no column 'z' (--columns; in C#, CsvOptions.Columns); it has a, b, c.", "--columns", "a,b,z")]
    [InlineData("a,b,c\n1,2,3\n", "No column is left: name at least one", "--columns", ",")]
    public void What_cannot_be_read_is_one_line(string text, string expected, params string[] options)
    {
        var result = Train(text, options);
        Assert.Equal(1, result.Code);
        Assert.Matches("^error: [^\n]+\n$", result.Error);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--separator takes one of , ; | tab blank, or another single mark, found 'semi'. See `hourglass train --help`.",
        "--separator",
        "semi")]
    [InlineData("--decimal takes . or , found 'x'. See `hourglass train --help`.", "--decimal", "x")]
    public void Words_that_are_no_marks(string expected, params string[] options)
    {
        var result = Train("a,b,c\n1,2,3\n", options);
        Assert.Equal((2, $"error: {expected}\n"), (result.Code, result.Error));
    }

    [Theory]
    [InlineData("--separator", "tab")]
    [InlineData("--decimal", ",")]
    [InlineData("--no-header")]
    [InlineData("--columns", "a")]
    public void Options_of_files_with_other_data(params string[] options)
    {
        foreach (var limit in new string[][] { [], ["--limit", "20"] })
        {
            var result = Tool.Run(["train", Corpus.File("12"), "--out", _folder.File("out"), .. options, .. limit]);
            Assert.Equal((1, ""), (result.Code, result.Out));
            Assert.StartsWith("error: The data 'digits' is no file of values:", result.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>What the command line says to go on with reads the file in the same way.</summary>
    [Fact]
    public void Going_on_reads_the_file_in_the_same_way()
    {
        var arguments = new Hourglass.Cli.Commands.TrainArguments(
            "m.ae",
            "all",
            null,
            new(
                "t.csv",
                "u.csv",
                new() { Separator = '|', Decimal = ',', Header = false, Columns = ["c1..c2", "c3"] },
                Hourglass.Datasets.Binarize.Dynamic,
                7)
            {
                Share = 0.25,
            },
            null,
            null,
            0.125,
            64,
            null,
            false,
            [],
            false,
            true,
            null,
            default,
            false,
            0,
            50,
            9,
            "cuda:1");
        Assert.Equal(
            "hourglass train m.ae --root all --data t.csv --test u.csv --separator '|' --decimal , --no-header --columns c1..c2 "
                + "--columns c3 --binarize dynamic --limit 7 --split 0.25 --device cuda:1 --validate 0.125 --shuffle-block 64 "
                + "--likelihood 50 --gradient-variance 9 --resume",
            arguments.ToResume("out"));
    }

    /// <summary>A share that is drawn, or a file of its own: either is what the others evaluate on.</summary>
    [Fact]
    public void What_to_test_on_is_a_share_or_a_file()
    {
        var table = "a,b,c\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i * 2},{i * 3}\n"));
        Assert.Contains("T on t.csv: 15 examples, 5 to test on", Train(table, ["--split", "0.25"]).Out, StringComparison.Ordinal);
        var evaluated = Tool.Run(
            ["evaluate", _folder.File("m.ae"), "--data", _folder.File("t.csv"), "--run", _folder.File("out"), "--split", "0.25"]);
        Assert.Contains("5 examples of the test split", evaluated.Out, StringComparison.Ordinal);

        File.WriteAllText(_folder.File("u.csv"), "c,b,a\n1,2,3\n4,5,6\n");
        var tested = Train(table, ["--test", _folder.File("u.csv"), "--validate", "0.1", "--overwrite"]);
        Assert.Contains("T on t.csv: 20 examples, 2 to test on", tested.Out, StringComparison.Ordinal);
        Assert.Contains("set aside total", tested.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--split takes a share above 0 and below 1, such as 0.1; found '2'", "--split", "2")]
    [InlineData("--validate takes a share above 0 and below 1, such as 0.1; found 'some'", "--validate", "some")]
    [InlineData(
        "The data 't.csv' has a test split of 2 examples already; Split divides data that has none.", "--split", "0.5", "--test", "")]
    public void What_cannot_be_set_aside_is_one_line(string expected, params string[] options)
    {
        File.WriteAllText(_folder.File("u.csv"), "a,b,c\n1,2,3\n4,5,6\n");
        var result = Train("a,b,c\n1,2,3\n4,5,6\n", [.. options.Select(word => word.Length == 0 ? _folder.File("u.csv") : word)]);
        Assert.NotEqual(0, result.Code);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// Each library takes an open file: where they are too few, the framework would die at one or another, without a reason.
    /// </summary>
    [Theory]
    [InlineData(32, false)]
    [InlineData(64, false)]
    [InlineData(127, false)]
    [InlineData(128, true)]
    public async Task The_limit_of_open_files_is_named(int limit, bool enough)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is the shell's.");
        File.WriteAllText(_folder.File("m.ae"), Model);
        File.WriteAllText(_folder.File("t.csv"), "a,b,c\n1,2,3\n4,5,6\n");
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"ulimit -n {limit}; exec dotnet \"$0\" train m.ae --data t.csv --out out --tensorboard");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Hourglass.Cli.dll"));
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            enough
                ? (0, "")
                : (1, $"error: this process may have only {limit} files open, and the tool needs 128, for its libraries most of all; "
                    + "raise the limit in the shell, for example ulimit -n 1024, and run again.\n"),
            (process.ExitCode, error));
        Assert.Equal(enough, (await output).Contains("report   ", StringComparison.Ordinal));
    }

    private ToolResult Train(string text, params string[] options)
    {
        File.WriteAllText(_folder.File("m.ae"), Model);
        File.WriteAllText(_folder.File("t.csv"), text);
        return Tool.Run(
            ["train", _folder.File("m.ae"), "--data", _folder.File("t.csv"), "--out", _folder.File("out"), "--no-report", .. options]);
    }
}
