using System.Globalization;
using System.Text;
using Hourglass.Compiler.Syntax;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Diagnostics;

/// <summary>What a diagnostic offers as edits mends it: the text afterwards no longer says it, and says nothing worse.</summary>
public sealed class FixTests
{
    public static TheoryData<int> Indices =>
        [.. Enumerable.Range(0, Mistakes.All.Count).Where(index => Found(index).Any(error => error.Fixes.Count > 0))];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_fix_mends_its_mistake(int index)
    {
        var text = MistakeTests.Unmark(Mistakes.All[index].Text).Text;
        foreach (var error in Found(index))
        {
            foreach (var fix in error.Fixes)
            {
                var mended = TextEdits.Apply(text, fix.Edits);
                Assert.NotEqual(text, mended);
                Assert.DoesNotContain(Check.File(mended), left => (left.Id, left.Message) == (error.Id, error.Message));
            }
        }
    }

    [Fact]
    public void Most_fixes_leave_nothing_to_say()
    {
        var words = new StringBuilder();
        foreach (var index in Indices.Select(row => row.Data))
        {
            var text = MistakeTests.Unmark(Mistakes.All[index].Text).Text;
            foreach (var fix in Found(index).SelectMany(error => error.Fixes))
            {
                var left = Check.File(TextEdits.Apply(text, fix.Edits));
                words.Append(CultureInfo.InvariantCulture, $"{Mistakes.All[index].Id} {fix.Title}")
                    .Append(left.Count == 0 ? "\n" : $": then {left[0].Id} {left[0].Message}\n");
            }
        }

        Snapshot.Verify(words.ToString());
    }

    private static IReadOnlyList<Diagnostic> Found(int index) => Check.File(MistakeTests.Unmark(Mistakes.All[index].Text).Text);
}
