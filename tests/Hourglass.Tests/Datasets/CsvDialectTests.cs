using Hourglass.Datasets;

namespace Hourglass.Tests.Datasets;

/// <summary>Separators and decimal marks: found out where one way is left, asked for where there are several, and never guessed.</summary>
public class CsvDialectTests
{
    private const string Two = "a,b: 1.5 2; 3 4.25";

    [Theory]
    [InlineData("a,b\n1.5,2\n3,4.25\n", ',')]
    [InlineData("a;b\n1.5;2\n3;4.25\n", ';')]
    [InlineData("a|b\n1.5|2\n3|4.25\n", '|')]
    [InlineData("a\tb\n1.5\t2\n3\t4.25\n", '\t')]
    [InlineData("a b\n1.5 2\n3 4.25\n", ' ')]
    [InlineData("  a   b  \r\n 1.5\t2 \r\n\r\n3 \t 4.25", ' ')]
    [InlineData("a , b\n1.5, 2\n3 ,4.25", ',')]
    [InlineData("a, b\n1.5, 2\n3, 4.25", ',')]
    [InlineData("a ; b\n1.5; 2\n3 ;4.25", ';')]
    [InlineData("\"a\";\"b\"\n\"1.5\";2\n3;\"4.25\"\n", ';')]
    [InlineData("sep=;\na;b\n1.5;2\n3;4.25\n", ';')]
    [InlineData("sep=|\r\na|b\r\n1.5|2\r\n3|4.25\r\n", '|')]
    [InlineData("\uFEFFa;b\n1.5;2\n3;4.25\n", ';')]
    public void Separators_are_found_out_and_told(string text, char separator)
    {
        using var file = new TableFile(text);
        using var data = Dataset.FromCsv(file.Path);
        Assert.Equal(Two, TableFile.Show(data));
        Assert.Equal(separator == ',' ? [] : [$"fields of data.csv are separated by {CsvSeparators.Name(separator)}"], data.Notes);
        if (!text.StartsWith("sep", StringComparison.Ordinal))
        {
            using var told = Dataset.FromCsv(file.Path, options: new CsvOptions { Separator = separator });
            Assert.Equal(Two, TableFile.Show(told));
            Assert.Empty(told.Notes);
        }
    }

    [Theory]
    [InlineData("a;b\n1,5;2\n3;4,25\n", null)]
    [InlineData("a\tb\n1,5\t2\n3\t4,25\n", null)]
    [InlineData("a|b\n1,5|2\n3|4,25\n", null)]
    [InlineData("a b\n1,5 2\n3 4,25\n", null)]
    [InlineData("a:b\n1,5:2\n3:4,25\n", ':')]
    public void Decimal_commas_are_read_where_they_are_asked_for(string text, char? separator) =>
        Assert.Equal(Two, TableFile.Read(text, new CsvOptions { Decimal = ',', Separator = separator }));

    [Fact]
    public void A_single_column_needs_no_separator()
    {
        Assert.Equal("my value: 1.5; 2", TableFile.Read("my value\n1.5\n2\n"));
        Assert.Equal("x: 1.5; 2", TableFile.Read("x\n1,5\n2\n", new CsvOptions { Decimal = ',' }));
    }

    [Theory]
    [InlineData(
        "a;b\n1;2\n3;4,5\n",
        "FILE(3): '4,5' in the column 'b' (2) is a number with a decimal comma: give --decimal , (in C#, CsvOptions.Decimal).")]
    [InlineData("a;b;c\n0,5;1;2\n1,5;2;3\n", "FILE(2): '0,5' in the column 'a' (1) is a number with a decimal comma")]
    [InlineData("a b\n1,5 2,5\n", "FILE(2): '1,5' in the column 'a' (1) is a number with a decimal comma")]
    [InlineData(
        "a,b\n\"1,5\",2\n",
        "The comma separates fields here: write numbers with a decimal point, or put ; between fields and give --decimal ,")]
    [InlineData("a;b\n1.234,5;2\n", "'1.234,5' in the column 'a' (1) is a number as another culture writes it")]
    [InlineData("a;b\n1'234;2\n2'345;3\n", "FILE(2): '1'234' in the column 'a' (1) is a number as another culture writes it")]
    [InlineData("a;b\n1;2\n2'345;3\n", "FILE(3): '2'345' in the column 'a' (1) is a number as another culture writes it")]
    [InlineData("a;b\n−1.5;2\n", "'−1.5' in the column 'a' (1) is a number as another culture writes it")]
    [InlineData("a;b\n1;2\n1e400;3\n", "FILE(3): '1e400' in the column 'a' (1) is too large for any number here")]
    [InlineData(
        "a,b\n0,5,1,5\n",
        "this line has 4 fields; the header has 2 columns. Where the comma is the decimal mark, it cannot separate fields as well: put ;")]
    [InlineData(
        "0,5;1,5\n2,5;3,5\n",
        "FILE(1): the first line has nothing but numbers (0,5, 1,5), but it must name the columns. If it is data, give --no-header")]
    [InlineData("0,5;1,5\n2,5;3,5\n", "The numbers have a decimal comma: give --decimal , as well (in C#, CsvOptions.Decimal).")]
    [InlineData(
        "a b c\n1 2 3\n4 5\n",
        "FILE(3): this line has 2 fields; the header has 3 columns. Fields are separated by blanks, as the first lines say; --separator")]
    public void Numbers_in_another_writing_are_errors(string text, string expected) =>
        Assert.Contains(expected, TableFile.Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("1,5 2,5\n3,5 4,5\n", "FILE(1): '1,5' in the column 'c1' (1) is a number with a decimal comma: give --decimal ,")]
    [InlineData("0,5;1,5\n2,5;3,5\n", "FILE(1): '0,5' in the column 'c1' (1) is a number with a decimal comma: give --decimal ,")]
    [InlineData(
        "1,234 567,8\n2,345 678,9\n",
        "'FILE' can be read in several ways: 3 columns separated by commas or 2 columns separated by blanks. Say which with --separator "
            + "',' or blank, and --decimal ,")]
    public void Without_a_header_too(string text, string expected) =>
        Assert.Contains(expected, TableFile.Refusal(text, new CsvOptions { Header = false }), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "a;b\n1.5;2\n",
        "'1.5' in the column 'a' (1) is a number with a decimal point, but numbers of this file have a decimal comma: leave out --decimal")]
    [InlineData("a;b\n1.234,5;2\n", "write digits of ASCII, a minus, a decimal comma and no thousands separators")]
    public void A_decimal_comma_that_was_asked_for_is_the_only_one(string text, string expected) =>
        Assert.Contains(expected, TableFile.Refusal(text, new CsvOptions { Decimal = ',' }), StringComparison.Ordinal);

    [Fact]
    public void Addresses_and_versions_are_text_where_some_are_no_numbers()
    {
        using var file = new TableFile("v,ip,x\n1.2.3,192.168.100.200,1\n1.234.567,10.0.0.1,2\n");
        using var data = Dataset.FromCsv(file.Path);
        Assert.Equal("x: 1; 2", TableFile.Show(data));
        Assert.Equal([new("v", "text: '1.2.3' in line 2"), new("ip", "text: '10.0.0.1' in line 3")], data.SetAside);
    }

    [Theory]
    [InlineData(';', '.', "sep=|", "contradicts --separator ';'")]
    [InlineData(null, ',', "sep=,", "contradicts --decimal ,")]
    [InlineData(',', ',', null, "The comma cannot be both the separator and the decimal mark")]
    [InlineData('x', '.', null, "Fields cannot be separated by 'x'")]
    [InlineData('"', '.', null, "Fields cannot be separated by '\"'")]
    [InlineData(';', ';', null, "The decimal mark is a point or a comma, not ';'")]
    public void Options_that_contradict_each_other_or_the_file(char? separator, char mark, string? first, string expected)
    {
        var text = (first is null ? "" : first + "\n") + "a;b\n1;2\n";
        Assert.Contains(
            expected,
            TableFile.Refusal(text, new CsvOptions { Separator = separator, Decimal = mark }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_header_columns_have_numbers() =>
        Assert.Equal("c1,c2,c3: 1 2 3; 4 5 6", TableFile.Read("1,2,3\n4,5,6\n", new CsvOptions { Header = false }));

    [Theory]
    [InlineData("c,a", "c,a: 3 1; 6 4")]
    [InlineData("a..b", "a,b: 1 2; 4 5")]
    [InlineData("c,a..b", "c,a,b: 3 1 2; 6 4 5")]
    public void Columns_are_read_in_the_order_that_is_asked_for(string columns, string expected)
    {
        using var file = new TableFile("a,b,c,note\n1,2,3,x\n4,5,6,7\n");
        using var data = Dataset.FromCsv(file.Path, options: new CsvOptions { Columns = columns.Split(',') });
        Assert.Equal(expected, TableFile.Show(data));
        Assert.Contains(new("note", "not among --columns"), data.SetAside);
    }

    [Theory]
    [InlineData("a,d", "The file 'FILE' has no column 'd' (--columns; in C#, CsvOptions.Columns); it has a, b, c, note, t.")]
    [InlineData("a,a", "The column 'a' of 'FILE' is asked for 2 times")]
    [InlineData("c..a", "'a' comes before 'c' there")]
    [InlineData("note", "FILE(2): 'x' in the column 'note' (4) is not a number, though the column has numbers")]
    [InlineData(
        "a,t",
        "The column 't' of 'FILE' is asked for (--columns; in C#, CsvOptions.Columns), but it is no column of numbers "
            + "(text: 'q' in line 2).")]
    public void Columns_that_are_not_there_or_no_numbers(string columns, string expected)
    {
        var options = new CsvOptions { Columns = columns.Split(',') };
        Assert.Contains(expected, TableFile.Refusal("a,b,c,note,t\n1,2,3,x,q\n4,5,6,7,r\n", options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        ",a,b\n0,1,2\n",
        "FILE(1): the header names no column 1; every column needs a name. To read only those that have one, give --columns a,b")]
    [InlineData(
        "a,,b,\n0,1,2,3\n",
        "FILE(1): the header names no column 2, 4; every column needs a name. To read only those that have one, give --columns a,b")]
    [InlineData("a,\" \",b\n0,1,2\n", "FILE(1): the header names no column 2;")]
    [InlineData(",\n0,1\n", "FILE(1): the header names no column 1, 2; every column needs a name.")]
    public void Names_that_are_missing(string text, string expected)
    {
        Assert.StartsWith(expected, TableFile.Refusal(text), StringComparison.Ordinal);
        if (text.Contains('b', StringComparison.Ordinal))
        {
            Assert.StartsWith("a,b: ", TableFile.Read(text, new CsvOptions { Columns = ["a", "b"] }), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("d.csv", true)]
    [InlineData("d.TSV", true)]
    [InlineData("d.txt", true)]
    [InlineData("d.data", true)]
    [InlineData("d.dat", true)]
    [InlineData("d.xlsx", false)]
    [InlineData("d.json", false)]
    public void Endings_of_files_of_values(string name, bool expected)
    {
        if (expected)
        {
            Assert.Equal(Two, TableFile.Read("a\tb\n1.5\t2\n3\t4.25\n", name: name));
            return;
        }

        using var file = new TableFile("a,b\n1,2\n", name);
        var error = Assert.Throws<DataException>(() => Dataset.Open(file.Path));
        Assert.Contains("does not end like a file that is read: .csv, .tsv, .txt, .data, .dat", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_files_concern_nothing_else()
    {
        CsvOptions[] all = [new() { Separator = ';' }, new() { Decimal = ',' }, new() { Header = false }, new() { Columns = ["x"] }];
        Assert.All(all, options =>
        {
            var error = Assert.Throws<DataException>(() => Dataset.Open("digits", options));
            Assert.Contains("The data 'digits' is no file of values", error.Message, StringComparison.Ordinal);
        });
    }

    /// <summary>Quotes hold separators, line breaks and quotes, in every way of separating.</summary>
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('|')]
    [InlineData('\t')]
    [InlineData(' ')]
    public void Quotes_hold_everything(char separator)
    {
        using var file = new TableFile($"note{separator}x\n\"a, b; c | d \"\"e\"\"\tf\"{separator}1\n\"two\r\nlines\"{separator}2");
        using var data = Dataset.FromCsv(file.Path);
        Assert.Equal("x: 1; 2", TableFile.Show(data));
        Assert.Equal("text: 'a, b; c | d \"e\" f' in line 2", Assert.Single(data.SetAside).Reason);
    }
}
