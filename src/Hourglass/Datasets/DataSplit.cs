namespace Hourglass.Datasets;

/// <summary>Which examples of a data set.</summary>
public enum DataSplit
{
    /// <summary>Those that train.</summary>
    Train,

    /// <summary>Those of the test split.</summary>
    Test,
}
