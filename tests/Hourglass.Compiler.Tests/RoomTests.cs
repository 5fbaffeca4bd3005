using System.Text.RegularExpressions;
using Hourglass.Compiler.Tests.Docs;

namespace Hourglass.Compiler.Tests;

/// <summary>The compiler's rooms stand in one order, and no file reads one that stands behind its own.</summary>
public sealed partial class RoomTests
{
    /// <summary>From the lowest up; those on one level may read each other. The files beside the rooms conduct, and may read all.</summary>
    private static readonly string[][] Order =
    [
        ["Ground"], ["Syntax"], ["Ir"], ["Diagnostics", "Catalogue", "Binding"], ["Lower"], ["Differentiate"], ["Plan"], ["Emit"],
    ];

    private static readonly string Root = Path.Combine(Repository.Root, "src", "Hourglass.Compiler");

    public static TheoryData<string> Rooms => [.. Order.SelectMany(level => level)];

    [Fact]
    public void Every_folder_is_a_room_of_the_order() => Assert.Equal(
        Order.SelectMany(level => level).Order(StringComparer.Ordinal),
        Directory.EnumerateDirectories(Root).Select(path => Path.GetFileName(path)).Except(["bin", "obj"]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void No_file_reads_a_room_above_its_own(string room)
    {
        var above = Order.SkipWhile(level => !level.Contains(room)).Skip(1).SelectMany(level => level).ToHashSet(StringComparer.Ordinal);
        var found = Directory.EnumerateFiles(Path.Combine(Root, room), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => RoomsOf(File.ReadAllText(path)).Where(above.Contains)
                .Select(read => $"{Path.GetRelativePath(Root, path)} reads {read}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Namespaces_follow_folders() => Assert.All(
        Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories).Where(path => !Generated().IsMatch(path)),
        path => Assert.Contains(
            "namespace "
            + $"{string.Join('.', ["Hourglass.Compiler", .. Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar)[..^1]])};",
            File.ReadAllText(path),
            StringComparison.Ordinal));

    private static IEnumerable<string> RoomsOf(string text) => Reads().Matches(text).Select(match => match.Groups[1].Value).Distinct();

    /// <summary>A directive, or a name that begins with a room.</summary>
    [GeneratedRegex(
        @"(?:using (?:static )?Hourglass\.Compiler\.|(?<![\w.""`])(?=[A-Z]\w+\.[A-Z]))(Ground|Syntax|Ir|Diagnostics|"
            + @"Catalogue|Binding|Lower|Differentiate|Plan|Emit)\b(?=[;.])")]
    private static partial Regex Reads();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Generated();
}
