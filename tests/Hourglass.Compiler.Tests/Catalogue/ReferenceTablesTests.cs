using System.Text;
using Hourglass.Compiler.Catalogue;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Catalogue;

public sealed class ReferenceTablesTests
{
    [Fact]
    public void The_tables_are_these()
    {
        var text = new StringBuilder();
        foreach (var (name, table) in ReferenceTables.All.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append("## ").Append(name).Append("\n\n").Append(table).Append('\n');
        }

        Snapshot.Verify(text.ToString(), "md");
    }

    [Fact]
    public void Every_entry_stands_in_a_table()
    {
        var all = string.Concat(ReferenceTables.All.Values);
        Assert.All(Vocabulary.All, entry => Assert.Contains($"| `{entry.Name}", all, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_row_has_as_many_cells_as_the_head()
    {
        Assert.All(ReferenceTables.All.Values, table =>
        {
            var cells = table.TrimEnd('\n')
                .Split('\n')
                .Select(row => row.Replace("\\|", "", StringComparison.Ordinal).Split('|').Length)
                .Distinct();
            Assert.Single(cells);
        });
    }
}
