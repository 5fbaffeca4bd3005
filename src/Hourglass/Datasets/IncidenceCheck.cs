namespace Hourglass.Datasets;

/// <summary>What zeros and ones can be: values of every domain, except where zero is none of them, and classes.</summary>
internal static class IncidenceCheck
{
    /// <summary>Checks a column.</summary>
    /// <exception cref="DataException">Zeros and ones do not fit the variable.</exception>
    public static void Check(string dataName, DataField field, DataColumn column)
    {
        if (field.Domain == Domain.Class)
        {
            throw new DataException(
                $"The variable '{field.Name}' is {DomainCheck.Show(field)}; the column '{column.Name}' of the data '{dataName}' has zeros "
                + "and ones for users and items, which are no classes. Declare it count, binary or unit.");
        }

        if (field.Above >= 0)
        {
            throw new DataException(FormattableString.Invariant(
                $"The variable '{field.Name}' takes numbers above {field.Above}, as its logarithm is taken; the column '{column.Name}' of ")
                + $"the data '{dataName}' has zeros. Prepare the data in another way, such as log1p.");
        }
    }
}
