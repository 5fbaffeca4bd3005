using System.Text.Json;
using System.Text.RegularExpressions;
using Hourglass.Testing;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

public sealed partial class CheckTests : IDisposable
{
    private const string Good = "model A {\n  data x: unit[784]\n  encode z ~ x -> dense(400, relu) -> normal(20)\n"
        + "  decode x ~ z -> dense(400, relu) -> bernoulli\n  minimize elbo\n}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_file_has_no_errors()
    {
        var result = Tool.Run("check", Write("a.ae", Good));
        Assert.Equal(new ToolResult(0, "1 file checked: no errors\n", ""), result);
    }

    [Fact]
    public void Errors_of_several_files_are_shown_in_order()
    {
        var first = Write(
            "a.ae",
            Good.Replace("dense(400, relu) -> normal", "dens(400, relu) -> normal", StringComparison.Ordinal)
                .Replace("elbo", "elbw", StringComparison.Ordinal));
        var second = Write("b.ae", "const width = 1\nconst width = 2\n");
        var result = Tool.Run("check", first, second);
        Assert.Equal((1, ""), (result.Code, result.Error));
        Snapshot.Verify(result.Out.Without(_folder.Path));
    }

    [Fact]
    public void Warnings_do_not_fail()
    {
        var result = Tool.Run(
            "check",
            Write(
                "a.ae",
                "model A {\n  data x: unit[784]\n  encode z ~ x -> normal(2)\n  decode y = z -> dense(784, sigmoid)\n"
                    + "  minimize mse(y, x) + kl(z)\n}\n"));
        Assert.Contains("warning AE", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("1 file checked: 1 warning\n", result.Out, StringComparison.Ordinal);
        Assert.Equal(0, result.Code);
    }

    [Fact]
    public void One_line_each_for_MSBuild()
    {
        var result = Tool.Run("check", "--format", "msbuild", Write("a.ae", "const width = 1\nconst width = 2\n" + Good));
        Assert.Equal(1, result.Code);
        var match = MsBuildLine().Match(result.Out.Without(_folder.Path));
        Assert.True(match.Success, result.Out);
        Assert.Equal(
            ("a.ae", "2,7,2,12", "error", "AE1007"),
            (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value));
    }

    [Fact]
    public void JSON_has_places_help_and_what_is_related()
    {
        var result = Tool.Run("check", "--format", "json", Write("a.ae", "const width = 1\nconst width = 2\n"));
        Assert.Equal(1, result.Code);
        using var json = JsonDocument.Parse(result.Out);
        var diagnostic = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("AE1007", diagnostic.GetProperty("id").GetString());
        Assert.Equal("error", diagnostic.GetProperty("severity").GetString());
        Assert.Equal(
            (2, 7),
            (
                diagnostic.GetProperty("span").GetProperty("line").GetInt32(),
                diagnostic.GetProperty("span").GetProperty("column").GetInt32()));
        Assert.Equal(
            1,
            Assert.Single(diagnostic.GetProperty("related").EnumerateArray()).GetProperty("span").GetProperty("line").GetInt32());
    }

    [Fact]
    public void JSON_of_a_good_file_is_an_empty_array() =>
        Assert.Equal("[]\n", Tool.Run("check", "--format", "json", Write("a.ae", Good)).Out);

    [Fact]
    public void Imports_are_found_beside_the_file()
    {
        Directory.CreateDirectory(_folder.File("shared"));
        Write(Path.Combine("shared", "sizes.ae"), "const width = 30\nblock body(n) { dense(n, relu) }\n");
        var text = "import \"shared/sizes.ae\"\n" + Good.Replace("dense(400, relu)", "body(width)", StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run("check", Write("a.ae", text)).Code);
        Assert.Equal(0, Tool.Run("check", Write("c.ae", text.Replace('/', '\\'))).Code);
        var missing = Tool.Run("check", Write("b.ae", text.Replace("sizes", "nothing", StringComparison.Ordinal)));
        Assert.Equal(1, missing.Code);
        Assert.Contains("shared/nothing.ae", missing.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_an_imported_file_are_shown_in_that_file()
    {
        Write("sizes.ae", "const width = \n");
        var result = Tool.Run("check", Write("a.ae", "import \"sizes.ae\"\n" + Good));
        Assert.Equal(1, result.Code);
        Assert.Contains("sizes.ae:1:", result.Out.Without(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_does_not_hide_the_others()
    {
        var result = Tool.Run("check", _folder.File("none.ae"), Write("a.ae", "const width = 1\nconst width = 2\n"));
        Assert.Equal(1, result.Code);
        Assert.Equal($"error: there is no file '{_folder.File("none.ae")}'.\n", result.Error);
        Assert.Contains("AE1007", result.Out, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    [GeneratedRegex(@"^([^(]+)\(([\d,]+)\): (error|warning) (AE\d{4}): .+; help: .+\n$")]
    private static partial Regex MsBuildLine();
}
