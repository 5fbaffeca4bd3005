using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Diagnostics;

/// <summary>
/// Mistakes that people make: each gives one diagnostic, of this id, at the piece between « and ». The snapshot holds the words.
/// </summary>
public sealed class MistakeTests
{
    /// <summary>Ids that no text of a file can produce: they speak of classes, of other files, or of the compiler itself.</summary>
    private static readonly string[] Elsewhere =
    [
        "AE0014", "AE1101", "AE1102", "AE1103", "AE1104", "AE1105", "AE1106", "AE1107", "AE1108", "AE9001", "AE9002"
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Mistakes.All.Count)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_mistake_gives_one_error_at_its_place(int index)
    {
        var (id, marked) = Mistakes.All[index];
        var (text, expected) = Unmark(marked);

        var watch = Stopwatch.StartNew();
        var found = Check.File(text);
        var elapsed = watch.Elapsed;

        var error = Assert.Single(found);
        Assert.Equal((id, expected), (error.Id, error.Span));
        Assert.Equal(AeDiagnostics.Find(id)!.Severity, error.Severity);
        Assert.False(string.IsNullOrEmpty(error.Help));
        Assert.True(elapsed < TimeSpan.FromSeconds(5), $"It took {elapsed.TotalSeconds} s to refuse it.");
    }

    [Fact]
    public void The_messages_say_what_was_expected_and_what_to_do()
    {
        var words = new StringBuilder();
        foreach (var (_, marked) in Mistakes.All)
        {
            words.Append(marked.Length > 300 ? marked[..300] + "…" : marked).Append('\n');
            foreach (var error in Check.File(Unmark(marked).Text))
            {
                words.Append(CultureInfo.InvariantCulture, $"    {error.Id} {error.Message}\n    help: {error.Help}\n");
            }
        }

        Snapshot.Verify(words.ToString());
    }

    [Fact]
    public void Every_id_that_a_file_can_give_is_among_the_mistakes_of_this_table_or_of_the_syntax() =>
        Assert.Equal(
            AeDiagnostics.All.Select(d => d.Id).Where(id => !id.StartsWith("AE0", StringComparison.Ordinal)).Except(Elsewhere),
            Mistakes.All.Select(mistake => mistake.Id)
                .Where(id => !id.StartsWith("AE0", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal));

    internal static (string Text, TextSpan Span) Unmark(string marked)
    {
        var start = marked.IndexOf('«', StringComparison.Ordinal);
        var end = marked.IndexOf('»', StringComparison.Ordinal) - 1;
        var text = marked.Remove(end + 1, 1).Remove(start, 1);
        return (text, new LineMap(text).SpanOf(start, end));
    }
}
