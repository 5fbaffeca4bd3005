using Hourglass.Training;
using Microsoft.ML;

namespace Hourglass.ML.Tests;

/// <summary>A step that is written down and read again.</summary>
public sealed class SavedTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "hourglass-" + Path.GetRandomFileName());
    private readonly AutoencoderTransformer<Kinds> _trained;
    private readonly IDataView _view = Examples.View(Examples.Pairs(30));

    public SavedTests()
    {
        _trained = new AutoencoderEstimator<Kinds>(new()
        {
            Train = new TrainOptions { Epochs = 1 },
            CodesColumn = "Z",
            BatchRows = 11,
            Outputs = AutoencoderOutputs.Codes | AutoencoderOutputs.Prediction,
        }).Fit(_view);
        _trained.SaveTo(_folder);
    }

    private string Json => Path.Combine(_folder, "transformer.json");

    public void Dispose()
    {
        _trained.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_read_does_what_was_written()
    {
        using var read = AutoencoderTransformer<Kinds>.Load(_folder);
        Assert.Null(read.Report);
        Assert.Equal(_trained.InputColumns, read.InputColumns);
        var (before, after) = (_trained.Transform(_view), read.Transform(_view));
        Assert.Equal(before.Schema.Select(column => (column.Name, column.Type)), after.Schema.Select(column => (column.Name, column.Type)));
        Assert.Equal(before.Flat("Z"), after.Flat("Z"));
        Assert.Equal(before.Column<uint>("PredictedLabel"), after.Column<uint>("PredictedLabel"));
        string[] Names(IDataView view) => Examples.Context.Transforms.Conversion.MapKeyToValue("PredictedLabel")
            .Fit(view).Transform(view).Column<string>("PredictedLabel");
        Assert.Equal(Names(before), Names(after));
        read.SaveTo(_folder);
        using var again = AutoencoderTransformer<Kinds>.Load(_folder);
        Assert.Equal(before.Flat("Z"), again.Transform(_view).Flat("Z"));
    }

    [Fact]
    public void A_folder_of_something_else_is_one_line()
    {
        var nowhere = Path.Combine(_folder, "nowhere");
        Assert.Equal(
            $"There is no '{Path.Combine(nowhere, "transformer.json")}'; give the folder that SaveTo wrote.",
            Assert.Throws<DataException>(() => AutoencoderTransformer<Kinds>.Load(nowhere)).Message);
        Assert.Contains(
            "Measured",
            Assert.Throws<DataException>(() => AutoencoderTransformer<Measured>.Load(_folder)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(Json, File.ReadAllText(Json).Replace("\"Kinds\"", "\"Fruit\"", StringComparison.Ordinal));
        Assert.Equal(
            $"'{_folder}' is of Fruit, not of Kinds.",
            Assert.Throws<DataException>(() => AutoencoderTransformer<Kinds>.Load(_folder)).Message);
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        Assert.StartsWith(
            $"'{Path.Combine(_folder, "file")}' cannot be written: ",
            Assert.Throws<HourglassException>(() => _trained.SaveTo(Path.Combine(_folder, "file"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "}", "it is no JSON of the kind, line 1")]
    [InlineData("\"BatchRows\": 11", "\"BatchRows\": 0", "what it says contradicts itself")]
    [InlineData("\"BatchRows\": 11", "\"BatchRows\": \"many\"", "it is no JSON of the kind")]
    [InlineData("\"BatchRows\": 11", "\"Rows\": 11", "it is no JSON of the kind")]
    [InlineData("\"Z\"", "null", "what it says contradicts itself")]
    [InlineData("\"Features\"", "null", "it is no JSON of the kind")]
    [InlineData("\"apple\"", "null", "what it says contradicts itself")]
    [InlineData("\"Shape\": [", "\"Shape\": [-1,", "what it says contradicts itself")]
    [InlineData("\"Z\",", "", "what it says contradicts itself")]
    [InlineData("\"quince\"", "\"quince\", \"fig\"", "it does not name the 3 classes of 'kind'")]
    public void A_damaged_file_is_one_line(string text, string other, string expected)
    {
        var json = File.ReadAllText(Json);
        var place = json.IndexOf(text, StringComparison.Ordinal);
        Assert.True(place >= 0, json);
        File.WriteAllText(Json, json[..place] + other + json[(place + text.Length)..]);
        var message = Assert.Throws<DataException>(() => AutoencoderTransformer<Kinds>.Load(_folder)).Message;
        Assert.StartsWith($"'{Json}' is damaged: {expected}", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void ML_NETs_own_files_say_what_to_do()
    {
        using var stream = new MemoryStream();
        var thrown = Assert.ThrowsAny<Exception>(() => Examples.Context.Model.Save(_trained, _view.Schema, stream));
        Assert.Contains("AutoencoderTransformer<Kinds>.Load(folder)", thrown.ToString(), StringComparison.Ordinal);
    }
}
