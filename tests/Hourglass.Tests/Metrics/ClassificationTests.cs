using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Counts of right and wrong classes, against scikit-learn's documented examples and loops.</summary>
public class ClassificationTests
{
    [Fact]
    public void Counts_are_those_of_scikit_learns_example()
    {
        var matrix = ConfusionMatrix.Of([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2]);
        Assert.Equal(new long[,] { { 2, 0, 0 }, { 0, 0, 1 }, { 1, 0, 2 } }, matrix.ToArray());
        Assert.Equal(1, matrix[1, 2]);
        Assert.Equal(3, matrix.Classes);
        Assert.Equal(4 / 6.0, matrix.Accuracy, 12);
    }

    [Fact]
    public void Precision_recall_and_F1_are_those_of_scikit_learns_example()
    {
        var matrix = ConfusionMatrix.Of([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]);
        Assert.Equal([2 / 3.0, 0, 0], matrix.Precision);
        Assert.Equal([1, 0, 0], matrix.Recall);
        Assert.Equal([0.8, 0, 0], matrix.F1);
    }

    [Fact]
    public void Every_figure_is_its_definition()
    {
        var (labels, predictions) = (Draws.Labels(1, 200, 4), Draws.Labels(2, 200, 4));
        var matrix = ConfusionMatrix.Of(labels, predictions);
        var right = labels.Zip(predictions).Count(pair => pair.First == pair.Second);
        Assert.Equal(right / 200.0, Classification.Accuracy(labels, predictions), 12);
        Assert.Equal(1 - (right / 200.0), Classification.ErrorRate(labels, predictions), 12);
        Assert.Equal(right / 200.0, matrix.Accuracy, 12);
        for (var k = 0; k < 4; k++)
        {
            double hit = labels.Zip(predictions).Count(pair => pair.First == k && pair.Second == k);
            var (precision, recall) = (hit / predictions.Count(p => p == k), hit / labels.Count(l => l == k));
            Assert.Equal(precision, matrix.Precision[k], 12);
            Assert.Equal(recall, matrix.Recall[k], 12);
            Assert.Equal(2 / ((1 / precision) + (1 / recall)), matrix.F1[k], 12);
        }
    }

    [Fact]
    public void Classes_that_are_not_there_have_a_row_and_zeros()
    {
        var matrix = ConfusionMatrix.Of([0, 1], [0, 1], 3);
        Assert.Equal(3, matrix.Classes);
        Assert.Equal(0, matrix.Precision[2] + matrix.Recall[2] + matrix.F1[2]);
    }

    [Fact]
    public void What_are_no_classes_is_refused()
    {
        Assert.Equal(
            "labels has 2 examples and predictions has 3; both need the same number, in the same order.",
            Draws.Refused(() => Classification.Accuracy([0, 1], [0, 1, 1])));
        Assert.Equal("labels is empty; a metric needs one example or more.", Draws.Refused(() => Classification.ErrorRate([], [])));
        Assert.Equal(
            "predictions[1] is -1; classes are numbered from 0 on. Leave examples without a class out of the metric.",
            Draws.Refused(() => Classification.Accuracy([0, 1], [0, -1])));
        Assert.Equal(
            "labels[1] is 2; with 2 classes they are from 0 to 1.",
            Draws.Refused(() => ConfusionMatrix.Of([0, 2], [0, 1], 2)));
    }
}
