using Hourglass.Training;

namespace Hourglass.Tests.Training;

/// <summary>Whose results a folder holds, by the first of its files that says so.</summary>
public sealed class FolderOwnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_run_comes_before_the_checkpoint_and_that_before_the_figures()
    {
        Assert.Null(FolderOwner.ModelOf(_folder.Path));
        File.WriteAllText(_folder.File("metrics.json"), "{\"model\": \"Figures\"}");
        Assert.Equal("Figures", FolderOwner.ModelOf(_folder.Path));
        Directory.CreateDirectory(_folder.File("checkpoint"));
        File.WriteAllText(_folder.File("checkpoint", "manifest.json"), "{\"model\": \"Saved\"}");
        Assert.Equal("Saved", FolderOwner.ModelOf(_folder.Path));
        FolderOwner.Here("Run").Write(_folder.Path);
        Assert.Equal("Run", FolderOwner.ModelOf(_folder.Path));
        var owner = FolderOwner.Read(_folder.Path)!;
        Assert.Equal(("Run", Environment.ProcessId), (owner.Model, owner.Process));
        Assert.InRange(owner.Started, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
    }

    /// <summary>What cannot be read says nothing, and the next file is asked.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"model\": 7}")]
    [InlineData("null")]
    public void A_file_that_says_nothing_is_passed_over(string text)
    {
        File.WriteAllText(_folder.File("metrics.json"), "{\"model\": \"Figures\"}");
        Directory.CreateDirectory(_folder.File("checkpoint"));
        File.WriteAllText(_folder.File("checkpoint", "manifest.json"), text);
        File.WriteAllText(_folder.File("run.json"), text);
        Assert.Equal("Figures", FolderOwner.ModelOf(_folder.Path));
    }
}
