using System.Text;
using Hourglass.Datasets;

namespace Hourglass.Tests.Datasets;

public class NumberTextTests
{
    [Theory]
    [InlineData('.', FieldKind.Number, "0", "-1.5", "+2", "1e-3", ".5", "5.", "-0", "1E5", "Infinity")]
    [InlineData('.', FieldKind.Missing, "", " ", "NaN", "nan")]
    [InlineData('.', FieldKind.TooLarge, "1e400", "-1e309")]
    [InlineData('.', FieldKind.OtherDecimal, "0,5", "-1,5", "1,5e3", "1,234", ",5", "+0,1")]
    [InlineData(
        '.',
        FieldKind.OtherCulture,
        "1.234,5",
        "1 234,5",
        "1'234.5",
        "1.234.567,8",
        "−1.5",
        "١٢٫٥",
        "१२",
        "1,23,456.5",
        "-1 234,5e2")]
    [InlineData('.', FieldKind.Grouped, "1.234.567", "1,234,567", "1 234", "1'234", "12,34,567")]
    [InlineData(
        '.',
        FieldKind.Text,
        "True",
        "abc",
        "1.2.3",
        "01.02.2024",
        "2024-01-02",
        "12:30",
        "1,2,3",
        "0x1F",
        "50%",
        "5€",
        "-",
        "e5",
        "1e",
        "--1",
        "1-2",
        "1..2",
        "192.168.1.20")]
    [InlineData(',', FieldKind.Number, "0,5", "-1,5e3", "7", ",5")]
    [InlineData(',', FieldKind.OtherDecimal, "0.5", "1.234", "-1.5e3")]
    [InlineData(',', FieldKind.OtherCulture, "1.234,5", "1 234,5", "1,234.5")]
    [InlineData(',', FieldKind.Grouped, "1.234.567", "1 234")]
    [InlineData(',', FieldKind.TooLarge, "1e400")]
    internal void Fields_are_told_apart(char mark, FieldKind expected, params string[] fields) =>
        Assert.All(fields, field => Assert.Equal((field, expected), (field, NumberText.Read(field, mark))));

    [Theory]
    [InlineData('.', "-1.25e2", -125)]
    [InlineData(',', "-1,25e2", -125)]
    [InlineData(',', "7", 7)]
    public void Numbers_have_their_values(char mark, string field, double expected)
    {
        Assert.Equal(FieldKind.Number, NumberText.Read(Encoding.UTF8.GetBytes(field), mark, out var number));
        Assert.Equal(expected, number);
    }

    [Fact]
    public void Long_fields_are_text() => Assert.Equal(FieldKind.Text, NumberText.Read(new string('1', 65) + ",5", '.'));
}
