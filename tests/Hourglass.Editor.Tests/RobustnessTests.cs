namespace Hourglass.Editor.Tests;

/// <summary>Every question gets an answer at every place of every text.</summary>
public sealed class RobustnessTests
{
    private const int Texts = 150;
    private const int PlacesOfEach = 12;

    [Fact]
    public void Broken_texts_and_places_outside_of_them()
    {
        var random = new Random(7);
        for (var i = 0; i < Texts; i++)
        {
            var text = Editing.Corpus[random.Next(Editing.Corpus.Count)];
            for (var cut = random.Next(4); cut > 0; cut--)
            {
                var from = random.Next(text.Length);
                text = text.Remove(from, Math.Min(random.Next(20), text.Length - from));
            }

            var editing = new Editing(random.Next(3) == 0 ? text[..random.Next(text.Length)] : text);
            var lines = editing.Text.Count(c => c == '\n') + 2;
            for (var place = 0; place < PlacesOfEach; place++)
            {
                Ask(editing, new LinePosition(random.Next(-1, lines + 1), random.Next(-1, 90)));
            }

            Ask(editing, new LinePosition(int.MaxValue, int.MaxValue));
            Ask(editing, new LinePosition(int.MinValue, int.MinValue));
        }
    }

    [Fact]
    public void A_file_that_is_not_there()
    {
        var editing = new Editing("");
        editing.Workspace.Close(Editing.Path);
        Ask(editing, default);
        Assert.Empty(editing.Diagnostics);
        editing.Workspace.Change(Editing.Path, [new TextChange(null, "x")], 2);
        Assert.Empty(editing.Workspace.OpenFiles);
    }

    private static void Ask(Editing editing, LinePosition at)
    {
        var (workspace, path) = (editing.Workspace, Editing.Path);
        var around = new TextSpan(at, at with { Line = at.Line < int.MaxValue ? at.Line + 1 : at.Line });
        Assert.NotNull(workspace.Diagnostics(path, default));
        Assert.NotNull(workspace.Complete(path, at, default));
        Assert.NotNull(workspace.Definition(path, at, default));
        Assert.NotNull(workspace.References(path, at, true, default));
        Assert.NotNull(workspace.Rename(path, at, "renamed", default));
        Assert.NotNull(workspace.Outline(path, default));
        Assert.NotNull(workspace.Folds(path, default));
        Assert.NotNull(workspace.Hints(path, around, default));
        Assert.NotNull(workspace.Actions(path, around, default));
        Assert.NotNull(workspace.Tokens(path, around, default));
        Assert.NotNull(workspace.Format(path, null, default));
        Assert.NotNull(workspace.Format(path, around, default));
        _ = workspace.Hover(path, at, default);
        _ = workspace.Signature(path, at, default);
        _ = workspace.Renamable(path, at, default);
        _ = workspace.ModelAt(path, at, default);
        var tokens = workspace.Tokens(path, null, default);
        Assert.All(tokens.Zip(tokens.Skip(1)), pair => Assert.True(pair.First.Span.End.CompareTo(pair.Second.Span.Start) <= 0));
    }
}
